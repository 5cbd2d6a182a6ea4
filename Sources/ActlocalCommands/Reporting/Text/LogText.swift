/// Makes the output of steps fit to be shown: it can neither move the cursor nor set a title.
///
/// Kept are printable text, tabs, and on a colour terminal the sequences that set colours (SGR), which are
/// ended with the line. A carriage return starts the line again, as on a terminal, so of a progress bar the last
/// state is left.
enum LogText {
    /// Calls `body` with every line of `text`, fit to be shown.
    static func forEachLine(
        of text: String,
        keepingColours: Bool,
        _ body: (Substring) -> Void
    ) {
        let isClean = isClean(text)
        var rest = text[...]
        while true {
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n"))
            let line = rest[..<(end ?? rest.endIndex)]
            let isLineClean = isClean || Self.isClean(line)
            body(isLineClean ? line : cleaned(line, keepingColours: keepingColours)[...])
            guard let end else {
                return
            }
            rest = rest[rest.utf8.index(after: end)...]
        }
    }

    /// One line of output, fit to be shown.
    static func line(_ text: some StringProtocol, keepingColours: Bool) -> String {
        let text = String(text)
        return isClean(text) ? text : cleaned(text[...], keepingColours: keepingColours)
    }

    /// A name or message on one line, without colours; line breaks become blanks.
    static func oneLine(_ text: String) -> String {
        guard !isClean(text) || text.utf8.contains(UInt8(ascii: "\n")) else {
            return text
        }
        return text.split(whereSeparator: \.isNewline)
            .map { cleaned($0, keepingColours: false) }
            .joined(separator: " ")
    }

    /// Whether the text holds no control characters but tabs and line feeds; most output does not.
    private static func isClean(_ text: some StringProtocol) -> Bool {
        let verdict = text.utf8.withContiguousStorageIfAvailable { bytes in
            var previous: UInt8 = 0
            for byte in bytes {
                let isControl = byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F
                // U+0080 to U+009F, of which some terminals take U+009B for the start of a sequence.
                let isHighControl = previous == 0xC2 && byte < 0xA0
                if isControl || isHighControl {
                    return false
                }
                previous = byte
            }
            return true
        }
        return verdict ?? false
    }

    private static func cleaned(_ line: Substring, keepingColours: Bool) -> String {
        var cleaner = LogLineCleaner(keepsColours: keepingColours)
        cleaner.read(Array(line.unicodeScalars))
        return cleaner.text
    }
}
