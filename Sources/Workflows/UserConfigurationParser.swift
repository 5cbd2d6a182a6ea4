package import Diagnostics
import Expressions
import YAMLSyntax

/// Reads `config.yml`, what the user of this machine sets for all repositories.
package enum UserConfigurationParser {
    /// What the file sets and everything wrong with it; what is wrong is left out.
    package static func parse(
        _ file: SourceFile
    ) -> (repositories: RepositorySettings, diagnostics: [Diagnostic]) {
        let (yaml, problems) = YAMLParser.document(of: file)
        guard let yaml else { return (RepositorySettings(), problems) }
        var reader = DocumentReader(yaml, of: file, problems: problems)
        let document = reader.readDocument(as: ConfigurationSchema.user)
        let settings = RepositorySettings(Fields(document)?["repositories"], by: .user) {
            reader.report($0)
        }
        return (settings, reader.diagnostics.inOrderOfPlace)
    }
}
