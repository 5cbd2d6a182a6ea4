/// What can be told of a text before it is read.
enum TextSurvey {
    /// Whether a text is ASCII alone; nil for one with characters that need libyaml's judgement.
    ///
    /// Those are the ones that libyaml refuses, its line breaks besides `\n`, and byte order marks.
    static func isASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
        let bytes = UnsafeRawBufferPointer(text)
        var high: UInt64 = 0
        var index = 0
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            high |= word
            if mayHoldControls(word), bytes[index..<index + 8].contains(where: isControl) {
                return nil
            }
            index += 8
        }
        guard !bytes[index...].contains(where: isControl) else {
            return nil
        }
        if high & highBits == 0, bytes[index...].allSatisfy({ $0 < 0x80 }) {
            return true
        }
        return hasOddCharacters(text) ? nil : false
    }

    private static let lowBits: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Whether a byte of a word is below 0x20 or 0x7F; a borrow may raise a false alarm.
    @inline(__always)
    private static func mayHoldControls(_ word: UInt64) -> Bool {
        let low = (word &- lowBits &* 0x20) & ~word
        let deleted = word ^ lowBits &* 0x7F
        return (low | (deleted &- lowBits) & ~deleted) & highBits != 0
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != Byte.lineBreak && byte != Byte.tab || byte == 0x7F
    }

    /// Whether U+0080 to U+009F, U+2028, U+2029, U+FEFF, U+FFFE or U+FFFF stand in the text.
    private static func hasOddCharacters(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in text.indices where text[index] >= 0xC2 {
            let second = index + 1 < text.count ? text[index + 1] : 0
            let third = index + 2 < text.count ? text[index + 2] : 0
            switch (text[index], second) {
            case (0xC2, ..<0xA0): return true
            case (0xE2, 0x80): if third | 1 == 0xA9 { return true }
            case (0xEF, 0xBB): if third == 0xBF { return true }
            case (0xEF, 0xBF): if third | 1 == 0xBF { return true }
            default: break
            }
        }
        return false
    }
}
