import Sessions

/// Draws graphs as one SVG picture that needs nothing beside it.
///
/// Source: <https://www.w3.org/TR/SVG11/>
struct GraphSVG {
    private var elements: [String] = []

    private static let margin = 20
    private static let look = """
        <style>
        text { font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #1f2328 }
        .title { font-weight: bold }
        .remark { fill: #59636e }
        rect { fill: #f6f8fa; stroke: #59636e }
        .page { fill: #ffffff; stroke: none }
        .call { fill: #ffffff; stroke-dasharray: 2 3 }
        .faint rect { stroke-dasharray: 4 4; opacity: 0.6 }
        path { fill: none; stroke: #59636e }
        </style>
        """

    /// The picture of workflows, one below the other, ending with a line feed.
    static func text(_ graphs: [JobGraph]) -> String {
        var picture = GraphSVG()
        var (width, top) = (0, margin)
        for graph in graphs {
            let title = LogText.oneLine(
                "\(graph.workflow) (\(graph.file)), started by `\(graph.event)`"
            )
            picture.write(title, class: "title", left: margin, baseline: top + 12)
            width = max(width, Cells.width(of: title) * GraphLayout.cell.width)
            top += 2 * GraphLayout.cell.height
            let layout = GraphLayout(graph.jobs)
            picture.draw(layout, left: margin, top: top)
            width = max(width, layout.width)
            top += layout.height + margin
        }
        let size = (width: width + 2 * margin, height: max(top, 2 * margin))
        let head =
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(size.width) \#(size.height)""#
            + #" width="\#(size.width)" height="\#(size.height)">"#
        let arrow = """
            <defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" \
            markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" style="fill:#59636e"/>\
            </marker></defs>
            """
        let page = #"<rect class="page" width="100%" height="100%"/>"#
        return ([head, look, arrow, page] + picture.elements + ["</svg>"]).joined(separator: "\n")
            + "\n"
    }

    private mutating func draw(_ layout: GraphLayout, left: Int, top: Int) {
        for edge in layout.edges {
            elements.append(Self.path(edge, left: left, top: top))
        }
        for box in layout.boxes { draw(box, left: left, top: top) }
    }

    private mutating func draw(_ box: GraphLayout.Box, left: Int, top: Int) {
        let (x, y) = (left + box.left, top + box.top)
        elements.append(box.job.isFaint ? #"<g class="faint">"# : "<g>")
        if case .other(_, let reason) = box.job.fate {
            elements.append("<title>\(Self.escaped(LogText.oneLine(reason)))</title>")
        }
        let look = box.inner == nil ? "" : #" class="call""#
        elements.append(
            #"<rect\#(look) x="\#(x)" y="\#(y)" width="\#(box.width)" "#
                + #"height="\#(box.height)" rx="6"/>"#
        )
        for (number, line) in box.lines.enumerated() {
            write(
                line,
                class: number == 0 ? nil : "remark",
                left: x + GraphLayout.padding,
                baseline: y + GraphLayout.padding + 12 + number * GraphLayout.cell.height
            )
        }
        if let inner = box.inner {
            let offset = box.lines.count * GraphLayout.cell.height + GraphLayout.padding
            draw(inner, left: x + GraphLayout.padding, top: y + GraphLayout.padding + offset)
        }
        elements.append("</g>")
    }

    private mutating func write(_ text: String, class name: String?, left: Int, baseline: Int) {
        let look = name.map { #" class="\#($0)""# } ?? ""
        elements.append(
            #"<text\#(look) x="\#(left)" y="\#(baseline)">\#(Self.escaped(text))</text>"#
        )
    }

    /// A line through points, level at each of them.
    private static func path(_ points: [GraphLayout.Point], left: Int, top: Int) -> String {
        guard let first = points.first else { return "" }
        var data = "M\(first.x + left) \(first.y + top)"
        for (from, to) in zip(points, points.dropFirst()) {
            let end = "\(to.x + left) \(to.y + top)"
            let middle = (from.x + to.x) / 2 + left
            data +=
                from.y == to.y
                ? "L\(end)" : "C\(middle) \(from.y + top) \(middle) \(to.y + top) \(end)"
        }
        return #"<path d="\#(data)" marker-end="url(#arrow)"/>"#
    }

    /// Text that an XML reader gives back as it was; what XML forbids is left out.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": continue
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
