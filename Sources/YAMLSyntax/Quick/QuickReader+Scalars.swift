import Diagnostics

// Scalars, plain and quoted.
extension QuickReader {
    /// Makes sure that a plain scalar may start with the next byte.
    func checkPlainStart() throws(Unusual) {
        guard !Byte.startsPlain(byte(offset)) else {
            return
        }
        let second = byte(offset + 1)
        let isDashed = byte(offset) == Byte.dash
        guard isDashed, Byte.startsPlain(second) || second == Byte.dash else {
            throw Unusual()
        }
    }

    /// Goes to the end of a plain scalar in its line, a `:` or a comment; gives its own end, before
    /// spaces.
    mutating func plainEnd() throws(Unusual) -> Int {
        var end = offset
        while true {
            let byte = byte(offset)
            switch byte {
            case Byte.lineBreak: return end
            case Byte.space: break
            case Byte.tab: throw Unusual()
            case Byte.colon:
                if isBlank(offset + 1) {
                    return end
                }
                end = offset + 1
            case Byte.hash:
                if offset > end {
                    return end
                }
                end = offset + 1
            default: end = offset + 1
            }
            offset += 1
        }
    }

    /// Adds a plain scalar of one line.
    mutating func appendPlain(_ range: Range<Int>, isKey: Bool = false) throws(Unusual) {
        let text = UnsafeBufferPointer(rebasing: bytes[range])
        records.append(
            .scalar,
            text,
            kind: try kind(text),
            isKey: isKey,
            at: (position(range.lowerBound), position(range.upperBound))
        )
    }

    private func kind(_ text: UnsafeBufferPointer<UInt8>) throws(Unusual) -> YAMLScalar.Kind {
        guard CoreSchema.mayBeTyped(text) else {
            return .string
        }
        guard let kind = CoreSchema.kind(ofPlain: String(decoding: text, as: UTF8.self)) else {
            throw Unusual()
        }
        return kind
    }

    /// Reads a plain scalar that ends its line, with the lines that go on with it: those further
    /// right than a block's column.
    mutating func readPlain(below column: Int) throws(Unusual) {
        try checkPlainStart()
        let start = offset
        var end = try plainEnd()
        guard byte(offset) != Byte.colon else {
            throw Unusual()
        }
        guard let lines = try linesToContinuation(below: column) else {
            return try appendPlain(start..<end)
        }
        let place = position(start)
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: bytes[start..<end])
        var next: Int? = lines
        while let breaks = next {
            for _ in 0..<breaks {
                startLine()
                skipSpaces()
            }
            appendBreaks(breaks)
            let start = offset
            end = try plainEnd()
            guard byte(offset) != Byte.colon else {
                throw Unusual()
            }
            scratch.append(contentsOf: bytes[start..<end])
            next = try linesToContinuation(below: column)
        }
        try appendScratch(.plain, at: (place, position(end)))
    }

    /// One break folds into a space; of several, all but the first stay.
    private mutating func appendBreaks(_ count: Int) {
        if count == 1 {
            scratch.append(Byte.space)
        } else {
            scratch.append(contentsOf: repeatElement(Byte.lineBreak, count: count - 1))
        }
    }

    /// How many line breaks lie before the line that goes on with a plain scalar; nil for none.
    private func linesToContinuation(below column: Int) throws(Unusual) -> Int? {
        guard byte(offset) == Byte.lineBreak else {
            return nil
        }
        var next = offset
        var start = offset
        var breaks = 0
        while next < bytes.count {
            switch bytes[next] {
            case Byte.lineBreak:
                breaks += 1
                start = next + 1
            case Byte.space: break
            case Byte.tab: throw Unusual()
            case Byte.hash: return nil
            default: return next - start > column ? breaks : nil
            }
            next += 1
        }
        return nil
    }

    /// Adds a scalar whose text was put together.
    mutating func appendScratch(
        _ style: YAMLScalar.Style,
        isKey: Bool = false,
        at place: (start: SourcePosition, end: SourcePosition)
    ) throws(Unusual) {
        let text = scratch
        let kind = style == .plain ? try kind(text) : .string
        text.withUnsafeBufferPointer {
            records.append(.scalar, $0, style: style, kind: kind, isKey: isKey, at: place)
        }
    }

    private func kind(_ text: [UInt8]) throws(Unusual) -> YAMLScalar.Kind {
        try text.withUnsafeBufferPointer { bytes throws(Unusual) in try kind(bytes) }
    }

    /// Reads a scalar between quotes, in one line.
    mutating func readQuoted(isKey: Bool = false) throws(Unusual) {
        let quote = byte(offset)
        let start = offset
        let style = quote == Byte.quote ? YAMLScalar.Style.singleQuoted : .doubleQuoted
        offset += 1
        while byte(offset) != quote {
            let isPlain = byte(offset) != Byte.lineBreak && byte(offset) != Byte.tab
            guard isPlain, byte(offset) != Byte.backslash || style == .singleQuoted else {
                return try readEscaped(from: start, style, isKey: isKey)
            }
            offset += 1
        }
        guard byte(offset + 1) != Byte.quote || style == .doubleQuoted else {
            return try readEscaped(from: start, style, isKey: isKey)
        }
        offset += 1
        records.append(
            .scalar,
            UnsafeBufferPointer(rebasing: bytes[start + 1..<offset - 1]),
            style: style,
            isKey: isKey,
            at: (position(start), position(offset))
        )
    }

    /// Reads a scalar between quotes that does not stand there as it reads.
    private mutating func readEscaped(
        from start: Int,
        _ style: YAMLScalar.Style,
        isKey: Bool
    ) throws(Unusual) {
        let quote = bytes[start]
        offset = start + 1
        scratch.removeAll(keepingCapacity: true)
        while true {
            let byte = byte(offset)
            offset += 1
            switch byte {
            case Byte.lineBreak, Byte.tab: throw Unusual()
            case quote:
                guard style == .singleQuoted, self.byte(offset) == quote else {
                    let place = (position(start), position(offset))
                    return try appendScratch(style, isKey: isKey, at: place)
                }
                offset += 1
                scratch.append(quote)
            case Byte.backslash where style == .doubleQuoted:
                try appendEscape(self.byte(offset))
                offset += 1
            default: scratch.append(byte)
            }
        }
    }

    /// Adds what a backslash and a byte stand for.
    private mutating func appendEscape(_ byte: UInt8) throws(Unusual) {
        switch byte {
        case UInt8(ascii: "n"): scratch.append(Byte.lineBreak)
        case UInt8(ascii: "t"): scratch.append(Byte.tab)
        case UInt8(ascii: "r"): scratch.append(UInt8(ascii: "\r"))
        case Byte.backslash, Byte.doubleQuote, UInt8(ascii: "/"): scratch.append(byte)
        default: throw Unusual()
        }
    }
}
