package import Diagnostics

/// The way from the text of a scalar back to where each part of it is written.
///
/// The text differs from the source by quotes, escapes, indentation and folded lines. The scalar is
/// read again, side by side with its source, which costs its length: made for errors only.
package struct ScalarText: Sendable {
    private let whole: SourceSpan
    /// For each byte of the text, the place in the file it comes from; one more for the end.
    private let places: [SourcePosition]
    /// For each byte of the text, the place just after the character it comes from.
    private let ends: [SourcePosition]

    /// Reads the scalar of a span, which has to come from parsing the same file.
    package init(of span: SourceSpan, in file: SourceFile) {
        whole = span
        let text = file.text.utf8
        let count = text.count
        let end = min(span.end.offset, count)
        let start = min(span.start.offset, end)
        let from = text.index(text.startIndex, offsetBy: start)
        // The character the scalar ends with may reach further than its last byte.
        let past = text.index(text.startIndex, offsetBy: min(end + 4, count))
        let bytes = Array(text[from..<past])
        var reader = ScalarSourceReader(Array(bytes[..<(end - start)]))
        let offsets = reader.read()
        var counter = PositionCounter(bytes, from: span.start, offset: start)
        let last = offsets.last ?? 0
        (places, ends) = offsets.reduce(into: ([], [])) { found, offset in
            let (place, end) = counter.character(at: offset, notPast: last)
            found.0.append(place)
            found.1.append(end)
        }
    }

    /// The position of an offset in the scalar's text, in UTF-8 bytes.
    package func position(ofText offset: Int) -> SourcePosition {
        span(ofText: offset..<offset).start
    }

    /// The span of a range of the scalar's text, in UTF-8 bytes; the whole scalar when it cannot be
    /// told.
    package func span(ofText range: Range<Int>) -> SourceSpan {
        guard range.lowerBound < places.count else {
            return whole
        }
        let start = places[range.lowerBound]
        guard range.upperBound > range.lowerBound else {
            return SourceSpan(path: whole.path, start: start, end: start)
        }
        // Just after the last byte, not at the start of the next, which may be a line further.
        let end = ends[min(range.upperBound - 1, places.count - 1)]
        return SourceSpan(path: whole.path, start: start, end: end)
    }
}

/// Reads the source of one scalar and notes where each byte of its text comes from.
private struct ScalarSourceReader {
    private let bytes: [UInt8]
    private var index = 0
    private var offsets: [Int] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func read() -> [Int] {
        skipProperties()
        switch current {
        case UInt8(ascii: "|"): readBlock(isFolded: false)
        case UInt8(ascii: ">"): readBlock(isFolded: true)
        case UInt8(ascii: "'"), UInt8(ascii: "\""): readFlow(quote: current)
        default: readFlow(quote: nil)
        }
        offsets.append(index)
        return offsets
    }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// An anchor or tag stands before the scalar itself.
    private mutating func skipProperties() {
        while let byte = current, byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") {
            while let byte = current, !Self.isBlank(byte), !Self.isBreak(byte) {
                index += 1
            }
            while let byte = current, Self.isBlank(byte) || Self.isBreak(byte) {
                index += 1
            }
        }
    }

    // MARK: Quoted and plain

    private mutating func readFlow(quote: UInt8?) {
        if quote != nil {
            index += 1
        }
        while let byte = current {
            if byte == quote {
                guard quote == UInt8(ascii: "'"), index + 1 < bytes.count,
                    bytes[index + 1] == UInt8(ascii: "'")
                else {
                    return
                }
                offsets.append(index)
                index += 2
            } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                readEscape()
            } else if Self.isBlank(byte) || Self.isBreak(byte) {
                readWhitespace()
            } else {
                offsets.append(index)
                index += 1
            }
        }
    }

    /// Blanks stay, unless a line break is among them: then they fold to one blank or to the breaks
    /// after it.
    private mutating func readWhitespace() {
        let start = index
        var breaks = 0
        while let byte = current, Self.isBlank(byte) || Self.isBreak(byte) {
            breaks += Self.isBreak(byte) ? takeBreak() : 0
            index += Self.isBreak(byte) ? 0 : 1
        }
        if breaks == 0 {
            offsets += start..<index
        } else {
            offsets += Array(repeating: start, count: max(1, breaks - 1))
        }
    }

    private mutating func readEscape() {
        let start = index
        let kind = index + 1 < bytes.count ? bytes[index + 1] : 0
        index += 2
        if Self.isBreak(kind) {
            index -= 1
            _ = takeBreak()
            while let byte = current, Self.isBlank(byte) {
                index += 1
            }
            return
        }
        let digits = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8][kind] ?? 0
        let code = bytes[min(index, bytes.count)..<min(index + digits, bytes.count)]
        index += digits
        let value = UInt32(String(decoding: code, as: UTF8.self), radix: 16) ?? 0
        let width: Int
        switch kind {
        case UInt8(ascii: "N"), UInt8(ascii: "_"): width = 2
        case UInt8(ascii: "L"), UInt8(ascii: "P"): width = 3
        default: width = Unicode.Scalar(value).map { UTF8.width($0) } ?? 1
        }
        offsets += Array(repeating: start, count: width)
    }

    // MARK: Blocks

    private mutating func readBlock(isFolded: Bool) {
        var isExplicit = false
        while let byte = current, !Self.isBreak(byte) {
            if (0x31...0x39).contains(byte) {
                isExplicit = true
            }
            if byte == UInt8(ascii: "#") {
                while let byte = current, !Self.isBreak(byte) {
                    index += 1
                }
                break
            }
            index += 1
        }
        _ = takeBreak()
        readLines(indent: isExplicit ? leastIndent() : firstIndent(), isFolded: isFolded)
    }

    /// The blanks before the first line that is not empty.
    private func firstIndent() -> Int {
        var scan = index
        var blanks = 0
        while scan < bytes.count {
            if bytes[scan] == UInt8(ascii: " ") {
                blanks += 1
            } else if Self.isBreak(bytes[scan]) {
                blanks = 0
            } else {
                break
            }
            scan += 1
        }
        return blanks
    }

    /// The fewest blanks before any line that is not empty: what an indentation indicator leads to.
    private func leastIndent() -> Int {
        var least = Int.max
        for line in bytes[index...].split(whereSeparator: Self.isBreak) {
            let blanks = line.prefix { $0 == UInt8(ascii: " ") }.count
            if blanks < line.count {
                least = min(least, blanks)
            }
        }
        return least == .max ? 0 : least
    }

    private mutating func readLines(indent: Int, isFolded: Bool) {
        while index < bytes.count {
            var column = 0
            while column < indent, current == UInt8(ascii: " ") {
                index += 1
                column += 1
            }
            let isEmpty = current.map(Self.isBreak) ?? true
            while let byte = current, !Self.isBreak(byte) {
                offsets.append(index)
                index += 1
            }
            let start = index
            let breaks = takeBreak()
            guard breaks > 0 else {
                return
            }
            if !isFolded || isEmpty || !isBlankLineNext {
                offsets.append(start)
            }
        }
    }

    /// Whether the next line is empty, which turns the break before it into nothing when folding.
    private var isBlankLineNext: Bool {
        var scan = index
        while scan < bytes.count, bytes[scan] == UInt8(ascii: " ") {
            scan += 1
        }
        return scan < bytes.count && Self.isBreak(bytes[scan])
    }

    private mutating func takeBreak() -> Int {
        guard let byte = current, Self.isBreak(byte) else {
            return 0
        }
        index += 1
        if byte == UInt8(ascii: "\r"), current == UInt8(ascii: "\n") {
            index += 1
        }
        return 1
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private static func isBreak(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}
