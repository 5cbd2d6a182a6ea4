/// White space as .NET's `Char.IsWhiteSpace` counts it, on UTF-8 bytes.
enum Whitespace {
    /// The number of bytes of the white space scalar at an index; 0 when there is none.
    static func length(in bytes: [UInt8], at index: Int) -> Int {
        let byte = bytes[index]
        if byte < 0x80 { return byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) ? 1 : 0 }
        if byte == 0xC2, index + 1 < bytes.count {
            return bytes[index + 1] == 0x85 || bytes[index + 1] == 0xA0 ? 2 : 0
        }
        guard index + 2 < bytes.count, byte == 0xE1 || byte == 0xE2 || byte == 0xE3 else {
            return 0
        }
        switch (byte, bytes[index + 1], bytes[index + 2]) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9),
            (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
            return 3
        default:
            return 0
        }
    }

    /// The range of the bytes without the white space at both ends.
    static func trim(_ bytes: [UInt8]) -> Range<Int> {
        trim(bytes, in: 0..<bytes.count)
    }

    /// The part of a range without the white space at both ends.
    static func trim(_ bytes: [UInt8], in range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        while start < range.upperBound {
            let length = length(in: bytes, at: start)
            guard length > 0, start + length <= range.upperBound else { break }
            start += length
        }
        var end = range.upperBound
        while end > start, let length = lengthBackwards(bytes, start: start, end: end) {
            end -= length
        }
        return start..<end
    }

    private static func lengthBackwards(_ bytes: [UInt8], start: Int, end: Int) -> Int? {
        for length in 1...3 where end - length >= start {
            let index = end - length
            if bytes[index] & 0xC0 == 0x80 { continue }
            return self.length(in: bytes, at: index) == length ? length : nil
        }
        return nil
    }
}
