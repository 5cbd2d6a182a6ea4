#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension DiagnosticRenderer {
    /// The form for programs: one JSON object, keys sorted, ending with a line break.
    ///
    /// Shape: `{"version": 1, "files": [], "errors", "warnings", "diagnostics": [{"code",
    /// "severity", "message", "span": {"file", "start": {"line", "column", "offset"}, "end"},
    /// "notes": [], "help"}]}`; `span` and `help` are absent when there is none.
    ///
    /// - Parameters:
    ///   - diagnostics: What there is to say.
    ///   - files: The paths of all files that were read, also those with nothing to say.
    /// - Returns: The text of the object.
    package static func json(_ diagnostics: [Diagnostic], files: [String]) -> String {
        let form = JSONForm(
            files: files,
            errors: diagnostics.count { $0.severity == .error },
            warnings: diagnostics.count { $0.severity == .warning },
            diagnostics: diagnostics.map(JSONForm.Entry.init)
        )
        return encoded(form)
    }

    /// The `diagnostics` of that object alone, on one line.
    package static func jsonArray(_ diagnostics: [Diagnostic]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(diagnostics.map(JSONForm.Entry.init)) else {
            preconditionFailure("a diagnostic holds only strings and integers")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// A value as JSON, keys sorted, ending with a line break.
    static func encoded(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("a diagnostic holds only strings and integers")
        }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}

/// What of diagnostics is promised to programs.
private struct JSONForm: Encodable {
    let version = 1
    let files: [String]
    let errors: Int
    let warnings: Int
    let diagnostics: [Entry]

    struct Entry: Encodable {
        let code: DiagnosticCode
        let severity: Severity
        let message: String
        let span: SourceSpan?
        let notes: [String]
        let help: String?

        init(_ diagnostic: Diagnostic) {
            code = diagnostic.code
            severity = diagnostic.severity
            message = diagnostic.message
            span = diagnostic.span
            notes = diagnostic.notes
            help = diagnostic.help
        }
    }
}
