import CLibYAML
import Diagnostics

/// What libyaml says about a text that is not YAML.
struct SyntaxError: Error {
    /// The error in our words and at its place.
    let diagnostic: Diagnostic

    /// Reads the error of a parser that has just failed.
    init(_ parser: yaml_parser_t, _ positions: PositionIndex) {
        let problem = parser.problem.map { String(cString: $0) } ?? "the text cannot be read"
        switch parser.error {
        case YAML_READER_ERROR:
            let place = positions.position(atOffset: parser.problem_offset)
            diagnostic = Self.unreadable(problem, parser.problem_value, place, positions)
        case YAML_MEMORY_ERROR:
            diagnostic = Diagnostic(
                .yamlLimit,
                "out of memory while reading the file",
                at: SourceSpan(path: positions.path, start: .start, end: .start)
            )
        default:
            diagnostic = Self.malformed(problem, parser, positions)
        }
    }

    private static func unreadable(
        _ problem: String,
        _ value: Int32,
        _ place: SourcePosition,
        _ positions: PositionIndex
    ) -> Diagnostic {
        let code = String(UInt32(bitPattern: value), radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
        let message =
            value >= 0
            ? "character U+\(padded) may not stand in YAML (\(problem))" : "\(problem)"
        return Diagnostic(
            .invalidEncoding,
            message,
            at: SourceSpan(path: positions.path, start: place, end: place),
            help: "remove it, or write it as an escape between double quotes: `\"\\u\(padded)\"`"
        )
    }

    private static func malformed(
        _ problem: String,
        _ parser: yaml_parser_t,
        _ positions: PositionIndex
    ) -> Diagnostic {
        let end = positions.textEnd(before: parser.problem_mark)
        let place = end ?? positions.position(parser.problem_mark)
        var notes: [String] = []
        var message = problem
        if let context = parser.context.map({ String(cString: $0) }) {
            message += " \(context)"
            let start = positions.position(parser.context_mark)
            if start.offset < place.offset, start.line != place.line || end != nil {
                notes.append("it starts at line \(start.line), column \(start.column)")
            }
        }
        return Diagnostic(
            .yamlSyntax,
            message,
            at: SourceSpan(path: positions.path, start: place, end: place),
            notes: notes,
            help: help(for: problem, at: place, positions)
        )
    }

    /// What most often causes each of libyaml's problems.
    private static let remedies: [(problem: String, help: String)] = [
        (
            "mapping values are not allowed in this context",
            "indent the key like its neighbours, or put quotes around a value that holds `: `"
        ),
        ("did not find expected key", "indent the line like the keys above it"),
        (
            "did not find expected '-' indicator",
            "indent the line like the `-` items above it, or start it with `- `"
        ),
        ("could not find expected ':'", "write `:` and a space after the key"),
        ("found unexpected end of stream", "close the quote or bracket"),
        ("did not find expected ',' or ']'", "close the `[`, or put a `,` between the items"),
        ("did not find expected ',' or '}'", "close the `{`, or put a `,` between the entries"),
        ("found unknown escape character", "double the backslash, or use single quotes"),
        (
            "did not find expected alphabetic or numeric character",
            "put quotes around a value that starts with `*` or `&`"
        ),
        (
            "found character that cannot start any token",
            "put quotes around a value that starts with `@`, `` ` ``, `%` or `|`"
        ),
        ("block sequence entries are not allowed in this context", "start the `-` on its own line"),
    ]

    private static func help(
        for problem: String,
        at place: SourcePosition,
        _ positions: PositionIndex
    ) -> String? {
        let offset = min(place.offset, positions.bytes.count)
        let isTab = offset < positions.bytes.count && positions.bytes[offset] == UInt8(ascii: "\t")
        if isTab || problem.contains("tab character") {
            return "use spaces: YAML takes no tab as indentation"
        }
        return remedies.first { problem.hasPrefix($0.problem) }?.help
    }
}
