/// The last lines of an output of any length.
struct LineTail: Sendable, Hashable {
    /// How many lines are kept.
    static let capacity = 50
    /// How much of one line is kept, in UTF-8 bytes.
    static let longestLine = 600

    /// The lines kept, oldest first.
    private(set) var lines: [String] = []
    /// How many lines there were before those.
    private(set) var dropped = 0

    /// Adds lines that are joined by LF.
    mutating func append(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        let (start, skipped) = Self.lastLines(of: text)
        let new = text.utf8[start...]
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
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
        var text = text
        let (start, skipped) = text.withUTF8 { bytes -> (Int, Int) in
            var place = bytes.count
            for _ in 0..<capacity {
                guard let before = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")) else {
                    return (0, 0)
                }
                place = before
            }
            let before = UnsafeBufferPointer(rebasing: bytes[..<place])
            return (place + 1, 1 + LineFeeds.count(in: before))
        }
        return (text.utf8.index(text.utf8.startIndex, offsetBy: start), skipped)
    }

    private static func shortened(_ line: Substring.UTF8View) -> String {
        guard line.count > longestLine else {
            return String(Substring(line))
        }
        return String(decoding: line.prefix(longestLine), as: UTF8.self) + "…"
    }
}
