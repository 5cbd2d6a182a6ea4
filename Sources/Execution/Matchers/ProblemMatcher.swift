/// A problem matcher: how problems are recognised in lines of a step's output.
///
/// Source: <https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md>; actions/runner
/// `IssueMatcher`.
struct ProblemMatcher: Sendable {
    /// One expression, and which of its groups means what; groups count from 1.
    struct Pattern: Sendable {
        /// What a line has to look like; nil where that is not understood, which matches no line.
        let expression: LineExpression?
        /// What of the expression only GitHub's runner understands; nil for nothing.
        let limit: String?
        /// The groups by what they capture.
        let groups: [Part: Int]
        /// Whether it may match line after line, each a problem.
        let isLoop: Bool
    }

    /// What a pattern may capture.
    enum Part: String, Sendable, Hashable, CaseIterable {
        case file, line, column, severity, code, message, fromPath
    }

    /// Its name; names compare without case.
    let owner: String
    /// The severity of problems that say none; empty for errors.
    let severity: String
    /// A file whose folder relative files are looked for in; empty for the workspace.
    let fromPath: String
    /// The patterns, one for each line of a problem.
    let patterns: [Pattern]

    /// What is not understood of its expressions; it finds nothing then.
    var limit: String? { patterns.lazy.compactMap(\.limit).first }
}

extension ProblemMatcher.Pattern {
    /// What the groups have captured in a line; nil when the line does not match.
    func captures(in line: String) throws(LineExpression.GaveUp) -> [ProblemMatcher.Part: String]? {
        guard let texts = try expression?.captures(in: line) else { return nil }
        return groups.compactMapValues { texts[$0] }
    }
}

/// A problem matcher at work on the lines of one step.
struct ProblemMatching: Sendable {
    /// What it looks for.
    let matcher: ProblemMatcher
    /// What the lines before have captured, by pattern; the last pattern has no place.
    private var captured: [[ProblemMatcher.Part: String]?]

    /// A matcher that has seen no line.
    init(_ matcher: ProblemMatcher) {
        self.matcher = matcher
        captured = Array(repeating: nil, count: max(0, matcher.patterns.count - 1))
    }

    /// Forgets the lines before.
    mutating func reset() {
        for index in captured.indices { captured[index] = nil }
    }

    /// What a line completes; nil when no problem ends with it.
    ///
    /// - Throws: `GaveUp` when an expression tries too many ways, or goes too deep.
    mutating func match(
        _ line: String
    ) throws(LineExpression.GaveUp) -> [ProblemMatcher.Part: String]? {
        let last = matcher.patterns.count - 1
        for index in matcher.patterns.indices.reversed()
        where index == 0 || captured[index - 1] != nil {
            let found = try matcher.patterns[index].captures(in: line)
            guard index == last else {
                captured[index] = found.map { merged(into: index, $0) }
                continue
            }
            guard let found else {
                // The loop, or the lines that lead to the last one, are over.
                if last > 0 { captured[last - 1] = nil }
                continue
            }
            let whole = merged(into: last, found)
            let kept = last > 0 && matcher.patterns[last].isLoop ? captured[last - 1] : nil
            reset()
            if last > 0 { captured[last - 1] = kept }
            return whole
        }
        return nil
    }

    /// A line's captures below those of the lines before it, which win.
    private func merged(
        into index: Int,
        _ found: [ProblemMatcher.Part: String]
    ) -> [ProblemMatcher.Part: String] {
        guard index > 0, let before = captured[index - 1] else { return found }
        return found.merging(before) { _, earlier in earlier }
    }
}
