/// Columns of text, as wide as their widest cell; the last one is not filled up.
struct TextTable: Sendable {
    private var rows: [[String]] = []

    /// A table without rows.
    init() {}

    /// Adds a row; empty cells at its end are dropped.
    mutating func add(_ row: [String]) {
        var row = row
        while row.last?.isEmpty == true {
            row.removeLast()
        }
        rows.append(row)
    }

    /// The rows, one a line, with two blanks between columns.
    func text(indent: String = "") -> String {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                let width = Cells.width(of: cell)
                if column < widths.count {
                    widths[column] = max(widths[column], width)
                } else {
                    widths.append(width)
                }
            }
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : Cells.padded(cell, to: widths[column])
            }
            return indent + cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
