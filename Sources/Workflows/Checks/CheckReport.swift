import Diagnostics
import Expressions
import YAMLSyntax

/// What the rules have found so far in one file.
struct CheckReport {
    /// The file that is checked.
    let file: SourceFile
    /// What is known beyond the file.
    let surroundings: CheckSurroundings
    /// The findings, in the order they were made.
    private(set) var diagnostics: [Diagnostic] = []
    /// The missing values that were found, each at the first place that reads it.
    private(set) var missing: [String: MissingValue] = [:]
    /// The scalar that was read last: all findings in a long script are in one.
    private var last: (scalar: SourceSpan, text: ScalarText)?

    /// An empty report on a file.
    init(file: SourceFile, surroundings: CheckSurroundings) {
        self.file = file
        self.surroundings = surroundings
    }

    /// Adds a finding of any weight.
    mutating func add(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    /// Takes down a value that the run has not, unless it is read further up as well.
    mutating func note(_ value: MissingValue) {
        if let known = missing[value.path], !value.isAbove(known) { return }
        missing[value.path] = value
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

    /// Adds a warning about a part of an expression.
    mutating func warn(
        _ code: DiagnosticCode,
        _ message: String,
        in visit: ExpressionVisit,
        at range: Range<Int>,
        notes: [String] = [],
        help: String? = nil
    ) {
        let place = span(of: range, in: visit.expression, visit.scalar)
        warn(code, message, at: place, notes: notes, help: help)
    }

    /// Whether an expression stands in the file as it is; GitHub makes one of a text with
    /// expressions in it.
    mutating func isWritten(_ expression: Expression, in scalar: SourceSpan) -> Bool {
        span(of: 0..<expression.text.utf8.count, in: expression, scalar) != scalar
            || scalar.end.offset - scalar.start.offset == expression.text.utf8.count
    }

    /// Where a part of an expression stands; the whole scalar where GitHub made the expression of
    /// it, or an alias stands for it.
    private mutating func span(
        of range: Range<Int>,
        in expression: Expression,
        _ scalar: SourceSpan
    ) -> SourceSpan {
        let start = expression.offset + range.lowerBound
        let span = span(ofText: start..<start + range.count, in: scalar)
        let source = file.text.utf8.dropFirst(span.start.offset)
            .prefix(span.end.offset - span.start.offset)
        let text = expression.text.utf8.dropFirst(range.lowerBound).prefix(range.count)
        return source.first == text.first && source.last == text.last ? span : scalar
    }

    /// Where a range of a scalar's text stands in the file; offsets are UTF-8 bytes.
    mutating func span(ofText range: Range<Int>, in scalar: SourceSpan) -> SourceSpan {
        if let last, last.scalar == scalar { return last.text.span(ofText: range) }
        let text = ScalarText(of: scalar, in: file)
        last = (scalar, text)
        return text.span(ofText: range)
    }
}
