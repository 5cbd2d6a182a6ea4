/// A problem that a matcher recognised in a line of output.
package struct FoundProblem: Sendable, Hashable {
    /// How serious it is.
    let level: StepAnnotation.Level
    /// What is wrong.
    let message: MaskedText
    /// The line, or the last one, as it stood in the output.
    let shown: MaskedText
    /// The file as the matcher has it, raw: never show it before it is masked.
    let file: String?
    /// The path whose folder a relative file is in, raw; nil for the workspace.
    let fromPath: String?
    /// 1-based line.
    let line: Int?
    /// 1-based column.
    let column: Int?
}

extension FoundProblem {
    /// Reads what a matcher captured; nil with the reason when it is no problem to report.
    static func read(
        _ parts: [ProblemMatcher.Part: String],
        of matcher: ProblemMatcher,
        line: String,
        masks: SecretMasks
    ) -> Reading {
        let written = parts[.severity].flatMap { $0.isEmpty ? nil : $0 } ?? matcher.severity
        let name = written.isEmpty ? "error" : written.lowercased()
        guard let level = StepAnnotation.Level(rawValue: name) else {
            return .nothing(
                "Skipped logging an issue for the matched line because the severity "
                    + "'\(written)' is not supported."
            )
        }
        let message = parts[.message] ?? ""
        guard !message.allSatisfy(\.isWhitespace) else {
            return .nothing(
                "Skipping logging an issue for the matched line because the message is empty."
            )
        }
        func text(_ part: ProblemMatcher.Part) -> String? {
            parts[part].flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        }
        return .problem(
            FoundProblem(
                level: level,
                message: masks.masked(message),
                shown: masks.masked(MarkerEscape.escape(line)),
                file: text(.file),
                fromPath: text(.fromPath) ?? (matcher.fromPath.isEmpty ? nil : matcher.fromPath),
                line: text(.line).flatMap { Int($0) },
                column: text(.column).flatMap { Int($0) }
            )
        )
    }

    /// What a matcher's captures come to.
    enum Reading {
        case problem(FoundProblem)
        /// No problem, and why as a debug line.
        case nothing(String)
    }
}
