/// The last lines of an output of any length.
struct LineTail: Sendable, Hashable {
    /// How many lines are kept.
    static let capacity = 50
    /// How much of one line is kept, in UTF-8 bytes.
    static let longestLine = 4096

    /// The lines kept, oldest first.
    private(set) var lines: [String] = []
    /// How many lines there were before those.
    private(set) var dropped = 0

    /// Adds lines that are joined by LF.
    mutating func append(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        let (start, skipped) = Self.lastLines(of: text)
        let new = text[start...].split(separator: "\n", omittingEmptySubsequences: false)
        dropped += skipped
        let excess = lines.count + new.count - Self.capacity
        if excess > 0 {
            let fromOld = min(excess, lines.count)
            lines.removeFirst(fromOld)
            dropped += fromOld
        }
        lines.append(contentsOf: new.map(Self.shortened))
    }

    /// Where the last lines of a text begin, and how many lines there are before.
    private static func lastLines(of text: String) -> (start: String.Index, skipped: Int) {
        var count = 1
        var start: Int?
        var skipped = 0
        var text = text
        text.withUTF8 { bytes in
            for place in bytes.indices.reversed() where bytes[place] == UInt8(ascii: "\n") {
                if count == capacity, start == nil {
                    start = place + 1
                }
                if start != nil {
                    skipped += 1
                }
                count += 1
            }
        }
        let utf8 = text.utf8
        return (utf8.index(utf8.startIndex, offsetBy: start ?? 0), skipped)
    }

    private static func shortened(_ line: Substring) -> String {
        guard line.utf8.count > longestLine else {
            return String(line)
        }
        return String(decoding: line.utf8.prefix(longestLine), as: UTF8.self) + "…"
    }
}
