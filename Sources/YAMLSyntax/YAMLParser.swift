package import Diagnostics

/// Reads the one document of a file into nodes.
package enum YAMLParser {
    /// How much a file may hold, and whether it may use anchors.
    ///
    /// Source: the limits GitHub's own parser sets itself.
    package struct Limits: Sendable {
        /// The longest file, in UTF-16 code units.
        package var characters = 10 * 1_048_576
        /// How many collections may stand in each other.
        package var depth = 50
        /// How many events libyaml may report.
        package var events = 1_000_000
        /// How many nodes aliases may add.
        package var expandedNodes = 50_000
        /// Whether anchors and aliases are read; the runner's reader of action files refuses them.
        package var allowsAnchors = true

        /// The limits for a workflow file.
        package init() {}

        /// The limits for an action file.
        package static let action: Limits = {
            var limits = Limits()
            limits.depth = 100
            limits.allowsAnchors = false
            return limits
        }()
    }

    /// The document of a file and everything wrong with its YAML.
    ///
    /// An empty file gives a null scalar. The node is nil when the text cannot be read to its end.
    package static func parse(
        _ file: SourceFile,
        limits: Limits = Limits()
    ) -> (node: YAMLNode?, diagnostics: [Diagnostic]) {
        let (document, diagnostics) = document(of: file, limits: limits)
        return (document?.root, diagnostics)
    }

    /// The document of a file in its flat form, and everything wrong with its YAML.
    ///
    /// With several workers both halves of a long file are read at once.
    package static func document(
        of file: SourceFile,
        limits: Limits = Limits(),
        workers: Workers = .one
    ) -> (document: YAMLDocument?, diagnostics: [Diagnostic]) {
        if let tooLong = lengthDiagnostic(file, limits) {
            return (nil, [tooLong])
        }
        let read = halves(of: file, limits, workers) ?? Part(of: file, limits)
        return (read.isWhole ? YAMLDocument(read.records, path: file.path) : nil, read.diagnostics)
    }

    private static func lengthDiagnostic(_ file: SourceFile, _ limits: Limits) -> Diagnostic? {
        guard file.text.utf8.count > limits.characters,
            file.text.utf16.count > limits.characters
        else {
            return nil
        }
        return Diagnostic(
            .yamlLimit,
            "The maximum file size of \(limits.characters) characters has been exceeded",
            at: SourceSpan(file: file.path, start: .start, end: .start),
            githubLocation: .file
        )
    }
}
