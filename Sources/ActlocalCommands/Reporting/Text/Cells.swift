/// Counts and cuts text by the terminal cells it takes; escape sequences for colours take none.
enum Cells {
    /// The cells of a text on one line.
    static func width(of text: some StringProtocol) -> Int {
        var width = 0
        forEachPiece(of: text) { _, cells in
            width += cells
            return true
        }
        return width
    }

    /// The text cut to `limit` cells, with `…` at the end when something was cut.
    static func truncated(_ text: String, to limit: Int) -> String {
        guard width(of: text) > limit else {
            return text
        }
        guard limit > 0 else {
            return ""
        }
        var cut = ""
        var width = 0
        var isColoured = false
        forEachPiece(of: text) { piece, cells in
            guard width + cells <= limit - 1 else {
                return false
            }
            width += cells
            isColoured = isColoured || piece.first == "\u{1B}"
            cut += piece
            return true
        }
        return cut + "…" + (isColoured ? "\u{1B}[0m" : "")
    }

    /// The text followed by as many blanks as it lacks to be `width` cells wide.
    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - Self.width(of: text)))
    }

    /// Calls `body` with every character or colour sequence and its cells, until it says false.
    private static func forEachPiece<Text: StringProtocol>(
        of text: Text,
        _ body: (Text.SubSequence, Int) -> Bool
    ) {
        var index = text.startIndex
        while index < text.endIndex {
            var next = text.index(after: index)
            var cells = width(of: text[index])
            if text[index] == "\u{1B}" {
                let end = text[next...].firstIndex { ("@"..."~").contains($0) && $0 != "[" }
                next = end.map { text.index(after: $0) } ?? text.endIndex
                cells = 0
            }
            guard body(text[index..<next], cells) else {
                return
            }
            index = next
        }
    }

    private static func width(of character: Character) -> Int {
        if let ascii = character.asciiValue {
            return ascii < 0x20 || ascii == 0x7F ? 0 : 1
        }
        var cells = 0
        for scalar in character.unicodeScalars {
            // U+FE0F asks for the coloured, wide form of the character before it.
            cells = max(cells, scalar.value == 0xFE0F ? 2 : width(of: scalar))
        }
        return cells
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control:
            return 0
        default:
            let isWide =
                scalar.properties.isEmojiPresentation
                || wide.contains { $0.contains(scalar.value) }
            return isWide ? 2 : 1
        }
    }

    /// The blocks of wide letters of Unicode's East Asian Width (UAX #11).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x20000...0x3FFFD,
    ]
}
