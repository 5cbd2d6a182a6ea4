extension JSONReader {
    /// Reads a quoted string; the quote at the current place decides where it ends.
    mutating func readString() throws(JSONError) -> String {
        let quote = bytes[index]
        index += 1
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote {
                index += 1
                return String(decoding: text, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") {
                try readEscape(into: &text)
            } else {
                text.append(byte)
                index += 1
            }
        }
        let mark = quote == UInt8(ascii: "'") ? "'" : "\""
        throw failure("Unterminated string. Expected delimiter: \(mark).")
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
        guard index + 1 < bytes.count else {
            index += 1
            throw failure("Unterminated string. Expected delimiter: \".")
        }
        index += 1
        switch bytes[index] {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            text.append(bytes[index])
        case UInt8(ascii: "u"):
            index += 1
            return try readUnicodeEscape(into: &text)
        default:
            throw failure("Bad JSON escape sequence: \\\(character()).")
        }
        index += 1
    }

    /// Reads the four digits after `\u`, and the second half of a surrogate pair.
    private mutating func readUnicodeEscape(into text: inout [UInt8]) throws(JSONError) {
        var units = [try readHexadecimalUnit()]
        if UTF16.isLeadSurrogate(units[0]), bytes[index...].starts(with: "\\u".utf8) {
            let afterFirst = index
            index += 2
            let second = try readHexadecimalUnit()
            if UTF16.isTrailSurrogate(second) {
                units.append(second)
            } else {
                index = afterFirst
            }
        }
        text.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
    }

    private mutating func readHexadecimalUnit() throws(JSONError) -> UInt16 {
        guard index + 4 <= bytes.count else {
            index = bytes.count
            throw failure("Unexpected end while parsing Unicode escape sequence.")
        }
        let digits = String(decoding: bytes[index..<index + 4], as: UTF8.self)
        guard digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(digits, radix: 16)
        else {
            throw failure("Invalid Unicode escape sequence: \\u\(digits).")
        }
        index += 4
        return unit
    }

    /// Moves past white space and comments.
    mutating func skipTrivia() throws(JSONError) {
        while index < bytes.count {
            let space = Whitespace.length(in: bytes, at: index)
            if space > 0 {
                index += space
            } else if bytes[index] == UInt8(ascii: "/") {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(JSONError) {
        guard index + 1 < bytes.count else {
            index += 1
            throw failure("Unexpected end while parsing comment.")
        }
        index += 1
        if bytes[index] == UInt8(ascii: "/") {
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
            return
        }
        guard bytes[index] == UInt8(ascii: "*") else {
            throw failure("Error parsing comment. Expected: *, got \(character()).")
        }
        index += 1
        while index + 1 < bytes.count {
            if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") {
                index += 2
                return
            }
            index += 1
        }
        index = bytes.count
        throw failure("Unexpected end while parsing comment.")
    }

    // MARK: Bytes

    /// Whether a byte may be part of a bare name.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
            true
        default: byte >= 0x80
        }
    }

    /// Whether a byte may be part of a number, hexadecimal ones included.
    static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "x"), UInt8(ascii: "X"),
            UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Whether a number may end before the byte at an index.
    static func endsNumber(_ bytes: [UInt8], at index: Int) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "/"),
            UInt8(ascii: ")"):
            true
        default: Whitespace.length(in: bytes, at: index) > 0
        }
    }

    /// A hexadecimal integer, or an octal one written with a leading zero.
    static func integer(_ digits: ArraySlice<UInt8>) -> Double? {
        guard digits.count > 1, digits.first == UInt8(ascii: "0") else { return nil }
        let rest = digits.dropFirst()
        if rest.first.map({ $0 | 0x20 }) == UInt8(ascii: "x") {
            return Int64(String(decoding: rest.dropFirst(), as: UTF8.self), radix: 16)
                .map { Double($0) }
        }
        return Int64(String(decoding: rest, as: UTF8.self), radix: 8).map { Double($0) }
    }
}
