/// The bytes of a text that a reader sees: those of no escape sequence and no control character.
///
/// Whoever shows a text may leave the others out, and would put a secret together again that has
/// some of them inside, as searches do that colour what they find. Lines stay apart.
/// Source: ECMA-48 on control sequences, control strings and the functions between U+0080 and
/// U+009F
struct VisibleBytes {
    /// What is seen.
    private(set) var bytes: [UInt8] = []
    /// Where each of these bytes stands in the text.
    private(set) var places: [Int] = []

    private let source: UnsafeBufferPointer<UInt8>

    /// Reads a text in UTF-8; nil when all of it is seen.
    init?(_ source: UnsafeBufferPointer<UInt8>) {
        self.source = source
        guard Self.mayHide(source) else { return nil }
        bytes.reserveCapacity(source.count)
        places.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            let end = endOfHidden(at: index)
            if end == index {
                bytes.append(source[index])
                places.append(index)
            }
            index = max(end, index + 1)
        }
        guard bytes.count < source.count else { return nil }
    }

    /// Where a range of the visible bytes is in the text, without what is hidden between them.
    func places(of range: Range<Int>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for place in places[range] {
            if let last = found.last, last.upperBound == place {
                found[found.count - 1] = last.lowerBound..<place + 1
            } else {
                found.append(place..<place + 1)
            }
        }
        return found
    }

    /// Whether there can be anything that is not seen; without a branch for each byte.
    private static func mayHide(_ source: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while start < source.count {
            let end = min(start + 4096, source.count)
            var marks: UInt8 = 0
            for index in start..<end {
                let byte = source[index]
                let isControl = (byte < 0x20) != (byte == 0x0A || byte == 0x09)
                marks |= isControl || byte == 0x7F || byte == 0xC2 ? 1 : 0
            }
            if marks != 0 { return true }
            start = end
        }
        return false
    }

    /// Where what begins at an index and is not seen ends; the index itself for what is seen.
    private func endOfHidden(at index: Int) -> Int {
        switch source[index] {
        case 0x09, 0x0A: index
        case 0x1B: endOfEscape(from: index + 1)
        case 0x00..<0x20, 0x7F: index + 1
        case 0xC2: endOfControl(at: index)
        default: index
        }
    }

    /// A control function in its form of one character, which has two bytes.
    private func endOfControl(at index: Int) -> Int {
        guard index + 1 < source.count else { return index }
        switch source[index + 1] {
        case 0x9B: return endOfSequence(from: index + 2)
        case 0x90, 0x98, 0x9D...0x9F: return endOfString(from: index + 2)
        case 0x80..<0xA0: return index + 2
        default: return index
        }
    }

    private func endOfEscape(from start: Int) -> Int {
        var index = start
        while index < source.count, source[index] == 0x1B { index += 1 }
        guard index < source.count else { return index }
        switch source[index] {
        case UInt8(ascii: "["): return endOfSequence(from: index + 1)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
            UInt8(ascii: "_"):
            return endOfString(from: index + 1)
        default: break
        }
        // Intermediate characters, then the final one.
        while index < source.count, (0x20...0x2F).contains(source[index]) { index += 1 }
        guard index < source.count, source[index] != 0x0A else { return index }
        index += 1
        while index < source.count, source[index].isUTF8Continuation { index += 1 }
        return index
    }

    /// Parameters and the final character; what breaks a sequence is no part of it.
    private func endOfSequence(from start: Int) -> Int {
        var index = start
        while index < source.count, (0x20...0x3F).contains(source[index]) { index += 1 }
        guard index < source.count, (0x40...0x7E).contains(source[index]) else { return index }
        return index + 1
    }

    /// Up to BEL or ST, or the end of the line.
    private func endOfString(from start: Int) -> Int {
        var index = start
        while index < source.count {
            let next = index + 1 < source.count ? source[index + 1] : 0
            switch source[index] {
            case 0x0A: return index
            case 0x07: return index + 1
            case 0x1B: return next == UInt8(ascii: "\\") ? index + 2 : index + 1
            case 0xC2 where next == 0x9C: return index + 2
            default: index += 1
            }
        }
        return index
    }
}
