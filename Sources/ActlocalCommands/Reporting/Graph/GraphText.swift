import Sessions

/// Draws jobs as a tree: each below the last of the jobs it needs.
struct GraphText {
    /// The look.
    let style: TextStyle

    /// The picture of a workflow, ending with a line feed.
    func text(_ graph: JobGraph) -> String {
        let title = LogText.oneLine("\(graph.workflow) (\(graph.file))")
        var lines = [style.bold(title) + style.faint(", started by `\(graph.event)`"), ""]
        lines += forest(graph.jobs).flatMap(\.lines)
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line and what hangs below it.
    private struct Tree {
        let line: String
        let branches: [Tree]
        let style: TextStyle

        var lines: [String] {
            var lines = [line]
            for (index, branch) in branches.enumerated() {
                let isLast = index == branches.count - 1
                for (number, line) in branch.lines.enumerated() {
                    let stem = number == 0 ? (isLast ? "└─ " : "├─ ") : (isLast ? "   " : "│  ")
                    lines.append(style.faint(stem) + line)
                }
            }
            return lines
        }
    }

    private func forest(_ jobs: [JobGraph.Node]) -> [Tree] {
        var below: [String: [JobGraph.Node]] = [:]
        var roots: [JobGraph.Node] = []
        let known = Dictionary(
            jobs.enumerated().map { ($1.id.lowercased(), (position: $0, job: $1)) },
            uniquingKeysWith: { $1 }
        )
        for job in jobs {
            if let parent = Self.parent(of: job, among: known) {
                below[parent.id, default: []].append(job)
            } else {
                roots.append(job)
            }
        }
        return roots.map { tree($0, below) }
    }

    private func tree(_ job: JobGraph.Node, _ below: [String: [JobGraph.Node]]) -> Tree {
        var branches: [Tree] = []
        if let call = job.call, !call.jobs.isEmpty {
            let title = style.faint("jobs of \(LogText.oneLine(call.reference))")
            branches.append(Tree(line: title, branches: forest(call.jobs), style: style))
        }
        branches += (below[job.id] ?? []).map { tree($0, below) }
        return Tree(line: line(job), branches: branches, style: style)
    }

    /// The job it hangs below: of those it needs the last one of the latest stage.
    private static func parent(
        of job: JobGraph.Node,
        among jobs: [String: (position: Int, job: JobGraph.Node)]
    ) -> JobGraph.Node? {
        job.needs.compactMap { jobs[$0.lowercased()] }
            .max { ($0.job.stage, $0.position) < ($1.job.stage, $1.position) }?.job
    }

    private func line(_ job: JobGraph.Node) -> String {
        let remarks = GraphLabel.remarks(job)
        let others = job.needs.count > 1 ? ["needs \(job.needs.joined(separator: ", "))"] : []
        var line = job.isFaint ? style.faint(job.id) : style.blue(job.id)
        let said = (remarks + others).joined(separator: ", ")
        if !said.isEmpty { line += "  " + style.faint(said) }
        if case .other(_, let reason) = job.fate {
            line += style.faint(": \(LogText.oneLine(reason))")
        }
        return line
    }
}
