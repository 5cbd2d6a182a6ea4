#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension DiagnosticRenderer {
    /// The form for programs: one JSON array, keys sorted, ending with a line break.
    ///
    /// Shape of an element: `{"code", "severity", "message", "span": {"file", "start": {"line",
    /// "column", "offset"}, "end"}, "notes": [], "help"}`; `span` and `help` are absent when there
    /// is none.
    package static func json(_ diagnostics: [Diagnostic]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(diagnostics.map(JSONForm.init)) else {
            preconditionFailure("a diagnostic holds only strings and integers")
        }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}

/// What of a diagnostic is promised to programs.
private struct JSONForm: Encodable {
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
