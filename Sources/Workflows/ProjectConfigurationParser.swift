package import Diagnostics
import Expressions
import YAMLSyntax

/// Reads `.actlocal.yml`.
package enum ProjectConfigurationParser {
    /// The configuration of a file and everything wrong with it; what is wrong is left out of the
    /// configuration.
    package static func parse(
        _ file: SourceFile
    ) -> (configuration: ProjectConfiguration?, diagnostics: [Diagnostic]) {
        let (yaml, problems) = YAMLParser.document(of: file)
        guard let yaml else {
            return (nil, problems)
        }
        var reader = DocumentReader(yaml, of: file, problems: problems)
        let document = reader.readDocument(as: ConfigurationSchema.root)
        var configuration = ProjectConfiguration()
        guard let fields = Fields(document) else {
            return (configuration, reader.diagnostics)
        }
        configuration.images = texts(fields["images"])
        configuration.actions = texts(fields["actions"])
        for (name, _) in Fields(fields["actions"])?.named ?? [] where !isActionName(name.value) {
            reader.report(
                Diagnostic(
                    .pathValue,
                    "`\(name.value)` is not the name of an action",
                    at: name.span,
                    help: "write `OWNER/REPO`, `OWNER/REPO/PATH` or either with `@REF`"
                )
            )
        }
        configuration.repositories = RepositorySettings(fields["repositories"], by: .repository) {
            reader.report($0)
        }
        configuration.certificates = fields["certificates"]?.plainText.map(certificates)
        // The schema takes no other words.
        configuration.docker = (fields["docker"]?.plainText).flatMap { docker($0, &reader) }
        for (name, _) in Fields(fields["registries"])?.named ?? [] {
            if isHostName(name.value) {
                configuration.registries.append(name.value)
            } else {
                reader.report(
                    Diagnostic(
                        .pathValue,
                        "`\(name.value)` is not the name of a registry",
                        at: name.span,
                        help: "write the host alone, such as `ghcr.io`"
                    )
                )
            }
        }
        configuration.registries.sort()
        configuration.env = texts(fields["env"], keepsEmpty: true).mapValues(\.value)
        configuration.vars = texts(fields["vars"], keepsEmpty: true).mapValues(\.value)
        configuration.secretsFile = fields["secrets-file"]?.plainText
        configuration.varsFile = fields["vars-file"]?.plainText
        configuration.envFile = fields["env-file"]?.plainText
        configuration.inputFile = fields["input-file"]?.plainText
        configuration.environments = environments(fields["environments"])
        return (configuration, reader.diagnostics.inOrderOfPlace)
    }

    /// The engine that jobs reach; a repository does not give itself this machine's.
    private static func docker(
        _ word: Located<String>,
        _ reader: inout DocumentReader
    ) -> ProjectConfiguration.Docker? {
        let choice = ProjectConfiguration.Docker(rawValue: word.value)
        guard choice == .host else { return choice }
        reader.report(
            Diagnostic(
                .unexpectedValue,
                "`docker: host` is for you to say, not for the repository: whoever reaches this "
                    + "machine's engine has root's rights here",
                at: word.span,
                help: "pass `--docker host` if you trust what runs"
            )
        )
        return nil
    }

    private static func texts(
        _ value: ValueTemplate?,
        keepsEmpty: Bool = false
    ) -> [String: Located<String>] {
        var texts: [String: Located<String>] = [:]
        for (name, value) in Fields(value)?.named ?? [] {
            if let text = value.plainText, keepsEmpty || !text.value.isEmpty {
                texts[name.value] = text
            }
        }
        return texts
    }

    private static func environments(
        _ value: ValueTemplate?
    ) -> [String: ProjectConfiguration.Environment] {
        var environments: [String: ProjectConfiguration.Environment] = [:]
        for (name, value) in Fields(value)?.named ?? [] {
            let fields = Fields(value)
            environments[name.value.lowercased()] = ProjectConfiguration.Environment(
                vars: texts(fields?["vars"], keepsEmpty: true).mapValues(\.value),
                secretsFile: fields?["secrets-file"]?.plainText,
                varsFile: fields?["vars-file"]?.plainText
            )
        }
        return environments
    }

    private static func certificates(
        _ text: Located<String>
    ) -> ProjectConfiguration.Certificates {
        switch text.value {
        case "host": .host
        case "none": .nothing
        default: .file(path: text.value)
        }
    }

    /// Whether a name is that of a host, without a port; `localhost` is the job's own.
    private static func isHostName(_ name: String) -> Bool {
        name.contains(".") && !name.hasPrefix("-") && name.utf8.count <= 253
            && name.utf8.allSatisfy { byte in
                "-.".utf8.contains(byte) || (0x30...0x39).contains(byte)
                    || (0x61...0x7A).contains(byte | 0x20)
            }
    }

    /// Whether a name is `owner/repo[/path][@ref]`.
    private static func isActionName(_ name: String) -> Bool {
        let halves = name.split(separator: "@", omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        return halves.count <= 2 && parts.count >= 2 && !parts.contains("")
            && (halves.count == 1 || !halves[1].isEmpty)
    }
}
