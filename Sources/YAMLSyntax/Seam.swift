/// A place in the middle of a long ASCII text where a second parser may start.
///
/// Most long files are one long mapping below a key, as `jobs` is. In the middle of such a text the
/// lines that stand out furthest are taken for its keys; that is a guess, from which nothing
/// follows until libyaml has come to the very place from the start of the file (`NodeBuilder`).
struct Seam {
    /// The first byte of the key.
    let offset: Int
    /// How many blanks stand before the key.
    let indentation: Int

    /// Texts below this size are read as fast by one parser.
    private static let smallest = 256 << 10
    /// How many bytes are looked at.
    private static let window = 64 << 10

    /// Guesses; nil where nothing looks like a key.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= Self.smallest, PositionIndex.isASCII(bytes) else { return nil }
        var best: (offset: Int, indentation: Int)?
        var index = bytes.count / 2
        let end = min(bytes.count, index + Self.window)
        while let line = Self.nextLine(bytes, from: index, before: end) {
            var start = line
            while start < end, bytes[start] == UInt8(ascii: " ") { start += 1 }
            index = start
            guard start < end, !Self.isBlankOrComment(bytes[start]), start > line,
                start - line < best?.indentation ?? .max
            else { continue }
            best = (start, start - line)
        }
        guard let best, Self.isLetter(bytes[best.offset]) else { return nil }
        (offset, indentation) = best
    }

    /// How many lines libyaml counts before the end of an ASCII text.
    static func lineBreaks(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let (feed, lone) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        var lines = count(of: feed, in: bytes)
        if count(of: lone, in: bytes) > 0 {
            for index in bytes.indices where bytes[index] == lone {
                lines += index + 1 < bytes.count && bytes[index + 1] == feed ? 0 : 1
            }
        }
        return lines
    }

    /// How often a byte stands in an ASCII text, eight bytes at a time: the second parser waits.
    private static func count(of byte: UInt8, in text: UnsafeBufferPointer<UInt8>) -> Int {
        let bytes = UnsafeRawBufferPointer(text)
        let (ones, high): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        let wanted = ones &* UInt64(byte)
        var count = 0
        var index = 0
        while index + 8 <= bytes.count {
            // Each byte of the sum counts at its own place, and cannot hold more than 255.
            let end = min(bytes.count, index + 255 * 8)
            var sum: UInt64 = 0
            while index + 8 <= end {
                let other = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ wanted
                // Of the bytes below 128, the wanted one alone is 0 now and keeps the high bit.
                sum &+= ((high &- other) & high) >> 7
                index += 8
            }
            for place in 0..<8 { count += Int(sum >> (8 * UInt64(place)) & 0xFF) }
        }
        while index < bytes.count {
            count += bytes[index] == byte ? 1 : 0
            index += 1
        }
        return count
    }

    /// Where the next line begins.
    private static func nextLine(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from index: Int,
        before end: Int
    ) -> Int? {
        let found = bytes[index..<end].firstIndex(of: UInt8(ascii: "\n"))
        return found.map { $0 + 1 }
    }

    private static func isBlankOrComment(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "#")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
}
