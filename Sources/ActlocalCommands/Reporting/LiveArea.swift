/// Draws lines at the bottom of a terminal over and over, with other text scrolling above them.
///
/// It uses three escape sequences of ECMA-48: cursor up, carriage return, and erase to the end of
/// the screen.
struct LiveArea: Sendable {
    /// The widths of the lines that are on the screen now.
    private var drawn: [Int] = []

    /// An area that was not drawn yet.
    init() {}

    /// The bytes that put `scroll` above the area and draw the area anew.
    ///
    /// - Parameters:
    ///   - scroll: Whole lines that stay.
    ///   - lines: The area's lines, none wider than the terminal.
    ///   - columns: The terminal's width now; after it was made narrower, old lines take more rows.
    /// - Returns: Text and escape sequences, to be written at once.
    mutating func frame(scroll: String, lines: [String], columns: Int) -> String {
        let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / max(columns, 1)) }
        var text = rows > 0 ? "\u{1B}[\(rows)A\r\u{1B}[J" : ""
        text += scroll
        for line in lines {
            text += line + "\n"
        }
        drawn = lines.map(Cells.width)
        return text
    }
}
