/// What stands within a line of Markdown: emphasis, code, links, pictures.
enum MarkdownSpan {
    /// The text with emphasis as the style has it; without colours code keeps its backticks.
    static func shown(_ text: some StringProtocol, style: TextStyle) -> String {
        render(Substring(text)) { kind, inner in
            switch kind {
            case .code: style.isColoured ? style.blue(inner) : "`\(inner)`"
            case .strong: style.bold(inner)
            }
        }
    }

    /// The text alone.
    static func plain(_ text: some StringProtocol) -> String {
        render(Substring(text)) { _, inner in inner }
    }

    private enum Kind { case code, strong }

    private static func render(_ text: Substring, _ show: (Kind, String) -> String) -> String {
        var rest = text
        var shown = ""
        while let first = rest.first {
            if first == "\\", let next = rest.dropFirst().first, next.isPunctuation || next.isSymbol
            {
                shown.append(next)
                rest = rest.dropFirst(2)
            } else if let (inner, after) = enclosed(in: rest, by: "`") {
                shown += show(.code, String(inner))
                rest = after
            } else if let (inner, after) = enclosed(in: rest, by: "**")
                ?? enclosed(in: rest, by: "__")
            {
                shown += show(.strong, render(inner, show))
                rest = after
            } else if let (label, address, after) = link(in: rest) {
                let text = render(label, show)
                shown += address.isEmpty || address == label ? text : "\(text) (\(address))"
                rest = after
            } else {
                shown.append(first)
                rest = rest.dropFirst()
            }
        }
        return shown
    }

    /// What stands between two marks, the first of which begins the text.
    private static func enclosed(
        in text: Substring,
        by mark: String
    ) -> (inner: Substring, after: Substring)? {
        guard text.hasPrefix(mark) else { return nil }
        let inside = text.dropFirst(mark.count)
        guard let first = inside.first, first != " " || mark == "`",
            let end = inside.firstRange(of: mark), !inside[..<end.lowerBound].isEmpty
        else { return nil }
        return (inside[..<end.lowerBound], inside[end.upperBound...])
    }

    /// `[label](address)`; of a picture, which nobody sees here, the label alone.
    private static func link(
        in text: Substring
    ) -> (label: Substring, address: Substring, after: Substring)? {
        let isPicture = text.hasPrefix("![")
        guard isPicture || text.first == "[" else { return nil }
        let inside = text.dropFirst(isPicture ? 2 : 1)
        guard let middle = inside.firstRange(of: "]("),
            !inside[..<middle.lowerBound].contains("["),
            let end = inside[middle.upperBound...].firstIndex(of: ")")
        else { return nil }
        let address = inside[middle.upperBound..<end].prefix { $0 != " " }
        return (inside[..<middle.lowerBound], isPicture ? "" : address, inside[end...].dropFirst())
    }
}
