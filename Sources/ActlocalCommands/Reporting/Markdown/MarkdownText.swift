/// Shows the Markdown of a job summary in a terminal.
///
/// Headings, emphasis, lists, quotes, rules, code and tables are laid out; HTML that the actions'
/// toolkit writes (`core.summary`) is read as the Markdown it stands for. Anything else stays as it
/// is written: nothing of a summary is lost.
/// Source: <https://github.github.com/gfm/>
enum MarkdownText {
    /// The lines to show, none wider than it has to be.
    static func lines(of markdown: String, style: TextStyle) -> [String] {
        var source: [String] = []
        LogText.forEachLine(of: SummaryHTML.markdown(of: markdown), keepingColours: false) {
            source.append(String($0))
        }
        var lines: [String] = []
        var index = 0
        while index < source.count {
            if let fence = fence(of: source[index]) {
                let rest = source[(index + 1)...]
                let end = rest.firstIndex { $0.drop { $0 == " " }.hasPrefix(fence) }
                lines += rest[..<(end ?? source.count)].map { "  " + style.faint($0) }
                index = (end ?? source.count) + 1
            } else if let table = MarkdownTable(of: source[index...]) {
                lines += table.lines(style: style)
                index += table.height
            } else {
                lines.append(block(source[index], style: style))
                index += 1
            }
        }
        return withoutNeedlessBlanks(lines)
    }

    /// The three or more characters that end a block of code that this line begins.
    private static func fence(of line: String) -> String? {
        let text = line.drop { $0 == " " }
        guard let mark = text.first, mark == "`" || mark == "~" else { return nil }
        let fence = text.prefix { $0 == mark }
        guard fence.count >= 3, !text.dropFirst(fence.count).contains("`") else { return nil }
        return String(fence)
    }

    /// One line that is no part of a table or of code.
    private static func block(_ line: String, style: TextStyle) -> String {
        let indent = line.prefix { $0 == " " }
        let text = line.dropFirst(indent.count)
        let level = text.prefix { $0 == "#" }.count
        if (1...6).contains(level), text.count == level || text.dropFirst(level).first == " " {
            let title = text.dropFirst(level).trimmed.trimmingHashes
            return style.bold(MarkdownSpan.plain(title))
        }
        let letters = text.filter { $0 != " " }
        if letters.count >= 3, let mark = letters.first, "-*_".contains(mark),
            letters.allSatisfy({ $0 == mark })
        {
            return style.faint(String(repeating: "─", count: 20))
        }
        if text.first == ">" {
            return indent + style.faint("│") + " "
                + MarkdownSpan.shown(text.dropFirst().trimmed, style: style)
        }
        if let mark = text.first, "-*+".contains(mark), text.dropFirst().first == " " {
            return indent + item(text.dropFirst(2).trimmed, style: style)
        }
        return indent + MarkdownSpan.shown(text.trimmed, style: style)
    }

    private static func item(_ text: Substring, style: TextStyle) -> String {
        for (box, sign) in [("[ ] ", "☐"), ("[x] ", "☑"), ("[X] ", "☑")] where text.hasPrefix(box) {
            return sign + " " + MarkdownSpan.shown(text.dropFirst(box.count), style: style)
        }
        return "• " + MarkdownSpan.shown(text, style: style)
    }

    /// No blank line at either end, and never two in a row.
    private static func withoutNeedlessBlanks(_ lines: [String]) -> [String] {
        var kept: [String] = []
        for line in lines where !line.isBlank || kept.last?.isBlank == false { kept.append(line) }
        if kept.last?.isBlank == true { kept.removeLast() }
        return kept
    }
}

extension Substring {
    /// Without blanks at either end.
    var trimmed: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }

    /// Without the `#` that may close a heading.
    fileprivate var trimmingHashes: Substring {
        var text = self
        while text.last == "#" { text.removeLast() }
        return text.isEmpty || text.last == " " ? text.trimmed : self
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
