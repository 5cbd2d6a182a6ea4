import Sessions

/// Writes graphs in the language of Mermaid, which GitHub shows in Markdown.
///
/// Source: <https://mermaid.js.org/syntax/flowchart.html>
struct GraphMermaid {
    private var lines: [String] = []
    private var count = 0

    /// One picture of all workflows, ending with a line feed; of several each has a frame.
    static func text(_ graphs: [JobGraph]) -> String {
        var writer = GraphMermaid()
        writer.lines = ["flowchart LR"]
        for (index, graph) in graphs.enumerated() {
            let title = LogText.oneLine("\(graph.workflow) (\(graph.file))")
            guard graphs.count > 1 else {
                writer.lines.insert("%% \(title), started by \(graph.event)", at: 0)
                writer.write(graph.jobs, indent: "    ")
                break
            }
            writer.lines.append("    subgraph workflow\(index + 1)[\"\(escaped(title))\"]")
            writer.write(graph.jobs, indent: "        ")
            writer.lines.append("    end")
        }
        writer.lines.append("    classDef faint stroke-dasharray: 4 4,opacity: 0.6")
        return writer.lines.joined(separator: "\n") + "\n"
    }

    private mutating func write(_ jobs: [JobGraph.Node], indent: String) {
        var names: [String: String] = [:]
        for job in jobs {
            count += 1
            let name = "job\(count)"
            names[job.id.lowercased()] = name
            write(job, name: name, indent: indent)
        }
        for job in jobs {
            for need in job.needs {
                guard let from = names[need.lowercased()], let to = names[job.id.lowercased()]
                else { continue }
                lines.append("\(indent)\(from) --> \(to)")
            }
        }
    }

    private mutating func write(_ job: JobGraph.Node, name: String, indent: String) {
        let label = ([job.id] + GraphLabel.remarks(job)).map(Self.escaped)
            .joined(separator: "<br/>")
        if let call = job.call, !call.jobs.isEmpty {
            lines.append("\(indent)subgraph \(name)[\"\(label)\"]")
            write(call.jobs, indent: indent + "    ")
            lines.append("\(indent)end")
        } else {
            lines.append("\(indent)\(name)[\"\(label)\"]")
        }
        if job.isFaint { lines.append("\(indent)class \(name) faint") }
    }

    /// A label's text: everything that Mermaid or HTML would read becomes a code such as `#35;`.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let isPlain = !"\"#<>&`\\;{}[]()|*_~$%".unicodeScalars.contains(scalar)
            return isPlain ? String(scalar) : "#\(scalar.value);"
        }.joined()
    }
}
