import Diagnostics
import YAMLSyntax

/// What the rules have found so far in one file.
struct CheckReport {
    /// The file that is checked.
    let file: SourceFile
    /// What is known beyond the file.
    let surroundings: CheckSurroundings
    /// The findings, in the order they were made.
    private(set) var diagnostics: [Diagnostic] = []

    /// An empty report on a file.
    init(file: SourceFile, surroundings: CheckSurroundings) {
        self.file = file
        self.surroundings = surroundings
    }

    /// Adds a finding of any weight.
    mutating func add(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    /// Adds a warning.
    mutating func warn(
        _ code: DiagnosticCode,
        _ message: String,
        at span: SourceSpan,
        notes: [String] = [],
        help: String? = nil
    ) {
        add(Diagnostic(code, severity: .warning, message, at: span, notes: notes, help: help))
    }

    /// Where a range of a scalar's text stands in the file; offsets are UTF-8 bytes.
    func span(ofText range: Range<Int>, in scalar: SourceSpan) -> SourceSpan {
        ScalarText(of: scalar, in: file).span(ofText: range)
    }
}
