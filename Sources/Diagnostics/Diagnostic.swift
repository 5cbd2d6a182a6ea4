/// What is to say about one place of the user's text.
///
/// `message` is GitHub's own text where GitHub has one; what we can add goes to `notes` and `help`.
package struct Diagnostic: Sendable, Hashable {
    /// The stable name of this kind of diagnostic.
    package let code: DiagnosticCode
    /// How much it weighs.
    package var severity: Severity
    /// What happened, on one line.
    package let message: String
    /// The exact stretch of text it is about; nil when it is about no text.
    package let span: SourceSpan?
    /// Facts that explain the message.
    package var notes: [String]
    /// What to do next: an edit or a command.
    package var help: String?
    /// Where GitHub's own message points, which is less exact than `span`.
    package var githubLocation: GitHubLocation

    /// Makes a diagnostic; notes, help and a separate GitHub location are optional.
    package init(
        _ code: DiagnosticCode,
        severity: Severity = .error,
        _ message: String,
        at span: SourceSpan?,
        notes: [String] = [],
        help: String? = nil,
        githubLocation: GitHubLocation = .spanStart
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.span = span
        self.notes = notes
        self.help = help
        self.githubLocation = githubLocation
    }

    /// Makes a diagnostic that GitHub would report at the start of the span.
    package init(
        code: DiagnosticCode,
        severity: Severity,
        message: String,
        span: SourceSpan?,
        notes: [String] = [],
        help: String? = nil
    ) {
        self.init(code, severity: severity, message, at: span, notes: notes, help: help)
    }

    /// Where GitHub's own message points.
    package enum GitHubLocation: Sendable, Hashable {
        /// At the first character of `span`.
        case spanStart
        /// At another place, such as the start of the scalar an expression stands in.
        case at(SourcePosition)
        /// At the file as a whole.
        case file
        /// At no place at all.
        case nowhere
    }

    /// The message in the form GitHub shows: `file (Line: 1, Col: 2): message`.
    package var githubMessage: String {
        guard let span else {
            return message
        }
        switch githubLocation {
        case .spanStart:
            return "\(span.file) (Line: \(span.start.line), Col: \(span.start.column)): \(message)"
        case .at(let place):
            return "\(span.file) (Line: \(place.line), Col: \(place.column)): \(message)"
        case .file:
            return "\(span.file): \(message)"
        case .nowhere:
            return message
        }
    }
}

extension [Diagnostic] {
    /// The diagnostics in the order of the places GitHub's messages point at, each once.
    ///
    /// Those without a place go first. A node that aliases repeat gives the same diagnostic for
    /// each.
    package var inOrderOfPlace: [Diagnostic] {
        guard count > 1 else { return self }
        var seen: Set<Diagnostic> = []
        return filter { seen.insert($0).inserted }.enumerated().map {
            (index: $0.offset, place: $0.element.githubPlace, diagnostic: $0.element)
        }
        .sorted { ($0.place, $0.index) < ($1.place, $1.index) }
        .map(\.diagnostic)
    }
}

extension Diagnostic {
    fileprivate var githubPlace: SourcePosition {
        if case .at(let place) = githubLocation {
            return place
        }
        return span?.start ?? .start
    }
}
