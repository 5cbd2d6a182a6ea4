import Sessions

/// Writes graphs in the language of Graphviz.
///
/// Source: <https://graphviz.org/doc/info/lang.html>
struct GraphDot {
    private var lines: [String] = []
    private var count = 0

    /// The picture of a workflow, ending with a line feed.
    static func text(_ graph: JobGraph) -> String {
        var writer = GraphDot()
        let title = LogText.oneLine("\(graph.workflow) (\(graph.file)), started by \(graph.event)")
        writer.lines = [
            "digraph \(quoted([graph.workflow])) {",
            "    rankdir=LR",
            "    label=\(quoted([title]))",
            "    labelloc=t",
            "    compound=true",
            "    node [shape=box, style=rounded, fontname=\"monospace\"]",
        ]
        writer.write(graph.jobs, indent: "    ")
        writer.lines.append("}")
        return writer.lines.joined(separator: "\n") + "\n"
    }

    /// How an edge reaches a job: its own node, or one inside the cluster of a called workflow.
    private struct Ends {
        let first: String
        let last: String
        let cluster: String?
    }

    @discardableResult
    private mutating func write(_ jobs: [JobGraph.Node], indent: String) -> [Ends] {
        var ends: [String: Ends] = [:]
        var all: [Ends] = []
        for job in jobs {
            let end = write(job, indent: indent)
            ends[job.id.lowercased()] = end
            all.append(end)
        }
        for job in jobs {
            for need in job.needs {
                guard let from = ends[need.lowercased()], let to = ends[job.id.lowercased()]
                else { continue }
                let clusters =
                    (from.cluster.map { ["ltail=\($0)"] } ?? [])
                    + (to.cluster.map { ["lhead=\($0)"] } ?? [])
                let attributes = clusters.isEmpty ? "" : " [\(clusters.joined(separator: ", "))]"
                lines.append("\(indent)\(from.last) -> \(to.first)\(attributes)")
            }
        }
        return all
    }

    private mutating func write(_ job: JobGraph.Node, indent: String) -> Ends {
        count += 1
        let name = "job\(count)"
        let label = Self.quoted([job.id] + GraphLabel.remarks(job))
        guard let call = job.call, !call.jobs.isEmpty else {
            let look = job.isFaint ? ", style=\"rounded,dashed\", fontcolor=gray40" : ""
            lines.append("\(indent)\(name) [label=\(label)\(look)]")
            return Ends(first: name, last: name, cluster: nil)
        }
        let cluster = "cluster_\(name)"
        lines.append("\(indent)subgraph \(cluster) {")
        lines.append("\(indent)    label=\(label)")
        let inner = write(call.jobs, indent: indent + "    ")
        lines.append("\(indent)}")
        return Ends(
            first: inner.first?.first ?? name,
            last: inner.last?.last ?? name,
            cluster: cluster
        )
    }

    /// Lines of a label as one quoted string.
    private static func quoted(_ texts: [String]) -> String {
        let escaped = texts.map { text in
            text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        }
        return "\"\(escaped.joined(separator: "\\n"))\""
    }
}
