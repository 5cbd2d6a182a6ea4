import Sessions

/// Shows the value of an expression and what its parts came to.
enum EvaluationText {
    /// The form for people: value and type, a tree for each expression, notes.
    static func text(_ report: EvaluationReport, _ style: TextStyle) -> String {
        var sections: [[String]] = []
        if case .value(let value) = report.outcome {
            sections.append(["\(style.bold(value.text)) \(style.faint("(\(value.kind))"))"])
        }
        let trees = report.parts.map { tree($0, style) }
        // A literal alone is its own value.
        sections += trees.filter { $0.count > 1 || report.parts.count > 1 }
        if !report.notes.isEmpty {
            sections.append(report.notes.map { "\(style.faint("note:")) \($0)" })
        }
        return sections.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private static func tree(_ part: EvaluationReport.Part, _ style: TextStyle) -> [String] {
        let value =
            switch part.state {
            case .value(let text): text
            case .failed: style.red("no value")
            case .notEvaluated: style.faint("not evaluated")
            }
        var lines = ["\(part.text) \(style.faint("→")) \(value)"]
        for (index, inner) in part.parts.enumerated() {
            let isLast = index == part.parts.count - 1
            for (number, line) in tree(inner, style).enumerated() {
                let branch = number == 0 ? (isLast ? "└─ " : "├─ ") : (isLast ? "   " : "│  ")
                lines.append(style.faint(branch) + line)
            }
        }
        return lines
    }
}
