/// What a person sees on a terminal after some bytes: a small emulator of ECMA-48.
///
/// It knows what the program uses: line feeds, carriage returns, cursor up, erase to the end of the
/// screen, and colours, which it leaves out. Anything else is remembered as not understood.
struct TerminalScreen: Sendable {
    /// All rows from the first, those that scrolled out of sight too; a wide character is followed
    /// by an empty cell.
    private(set) var rows: [[String]] = [[]]
    /// Sequences that no rule is for.
    private(set) var unknown: [String] = []
    /// The longest row that was ever drawn since the last change of size.
    private(set) var widest = 0
    private let height: Int
    private var width: Int
    private var row = 0
    private var column = 0
    private var sequence: String?

    /// An empty screen.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// The rows as text, without what is blank at their ends.
    var lines: [String] {
        rows.map { cells in
            var text = cells.joined()
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    /// The rows as one text.
    var text: String { lines.joined(separator: "\n") }

    /// Where the cursor is, counted from the first row.
    var cursor: (row: Int, column: Int) { (row, column) }

    /// Notes that the window has another width; what is on it stays as it is.
    mutating func resize(width: Int) {
        self.width = width
        widest = 0
    }

    /// Takes what was written.
    mutating func write(_ text: String) {
        for scalar in text.unicodeScalars { write(scalar) }
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        if let begun = sequence {
            let whole = begun + String(scalar)
            sequence = whole
            guard whole.count > 2, (0x40...0x7E).contains(scalar.value) else { return }
            sequence = nil
            perform(whole, scalar)
            return
        }
        switch scalar {
        case "\u{1B}": sequence = "\u{1B}"
        case "\r": column = 0
        case "\n": moveDown()
        default: put(scalar)
        }
    }

    private mutating func perform(_ sequence: String, _ final: Unicode.Scalar) {
        let number = Int(sequence.dropFirst(2).dropLast()) ?? 1
        switch final {
        case "m": break
        case "A": row = max(row - number, max(0, rows.count - height))
        case "J" where sequence.count == 3:
            rows.removeSubrange((row + 1)...)
            rows[row] = Array(rows[row].prefix(column))
        default: unknown.append(sequence)
        }
    }

    private mutating func moveDown() {
        row += 1
        if row == rows.count { rows.append([]) }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let isWide = (0x2E80...0xA4CF).contains(scalar.value) || scalar.value >= 0x1F300
        let cells = isWide ? [String(scalar), ""] : [String(scalar)]
        if column + cells.count > width {
            column = 0
            moveDown()
        }
        while rows[row].count < column + cells.count { rows[row].append(" ") }
        rows[row].replaceSubrange(column..<(column + cells.count), with: cells)
        column += cells.count
        widest = max(widest, column)
    }
}
