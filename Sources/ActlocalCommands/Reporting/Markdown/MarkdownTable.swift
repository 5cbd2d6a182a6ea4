/// A table of Markdown: a row of titles, a row of dashes, and rows of cells.
struct MarkdownTable {
    private enum Alignment { case left, right, centre }

    private let titles: [String]
    private let rows: [[String]]
    private let alignments: [Alignment]

    /// How many lines it was written in.
    var height: Int { rows.count + 2 }

    /// The table that the first of these lines begins; nil when there is none.
    init?(of lines: ArraySlice<String>) {
        guard let first = lines.first, first.contains("|"), let second = lines.dropFirst().first,
            let alignments = Self.alignments(of: second)
        else { return nil }
        titles = Self.cells(of: first)
        guard titles.count == alignments.count else { return nil }
        self.alignments = alignments
        rows = lines.dropFirst(2)
            .prefix { $0.contains("|") && !$0.allSatisfy(\.isWhitespace) }
            .map { Self.cells(of: $0) }
    }

    /// The columns side by side, the titles above a rule.
    func lines(style: TextStyle) -> [String] {
        let texts = rows.map { row in row.map { MarkdownSpan.shown($0, style: style) } }
        let heads = titles.map(MarkdownSpan.plain)
        let widths = heads.indices.map { column in
            let cells = texts.map { column < $0.count ? Cells.width(of: $0[column]) : 0 }
            return max(cells.max() ?? 0, Cells.width(of: heads[column]))
        }
        let rule = style.faint(
            widths.map { String(repeating: "─", count: max(1, $0)) }.joined(separator: "  ")
        )
        let head = heads.contains { !$0.isEmpty } ? [line(heads.map(style.bold), widths)] : []
        return head + [rule] + texts.map { line($0, widths) }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let columns = widths.indices.map { column in
            let text = column < cells.count ? cells[column] : ""
            let room = widths[column] - Cells.width(of: text)
            let before =
                switch alignments[column] {
                case .left: 0
                case .right: room
                case .centre: room / 2
                }
            return Cells.padded(String(repeating: " ", count: before) + text, to: widths[column])
        }
        var line = columns.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }

    /// What the row of dashes says of each column; nil when it is none.
    private static func alignments(of line: String) -> [Alignment]? {
        let cells = cells(of: line)
        guard line.contains("-"), !cells.isEmpty else { return nil }
        var alignments: [Alignment] = []
        for cell in cells {
            let dashes = cell.drop { $0 == ":" }.prefix { $0 == "-" }
            guard !dashes.isEmpty, cell.allSatisfy({ $0 == "-" || $0 == ":" }) else { return nil }
            switch (cell.first == ":", cell.last == ":") {
            case (true, true): alignments.append(.centre)
            case (false, true): alignments.append(.right)
            default: alignments.append(.left)
            }
        }
        return alignments
    }

    /// The texts between the bars; `\|` is a bar of the text.
    private static func cells(of line: String) -> [String] {
        var cells = [""]
        var isEscaped = false
        for character in line[...].trimmed {
            if isEscaped {
                cells[cells.count - 1] += character == "|" ? "|" : "\\\(character)"
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "|" {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
        }
        if isEscaped { cells[cells.count - 1] += "\\" }
        if cells.first?.allSatisfy(\.isWhitespace) == true, cells.count > 1 { cells.removeFirst() }
        if cells.last?.allSatisfy(\.isWhitespace) == true, cells.count > 1 { cells.removeLast() }
        return cells.map { String($0[...].trimmed) }
    }
}
