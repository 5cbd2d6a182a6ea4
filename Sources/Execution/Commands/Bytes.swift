extension UInt8 {
    /// LF.
    static let lineFeed: UInt8 = 0x0A
    /// CR.
    static let carriageReturn: UInt8 = 0x0D
    /// `*`.
    static let asterisk: UInt8 = 0x2A
    /// `=`.
    static let equalsSign: UInt8 = 0x3D
    /// `%`.
    static let percentSign: UInt8 = 0x25

    /// Whether this is the second or a later byte of a UTF-8 sequence.
    var isUTF8Continuation: Bool { self & 0xC0 == 0x80 }

    /// Whether this is white space of ASCII, as .NET trims it.
    var isASCIIWhitespace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension Character {
    /// Whether GitHub splits a secret of several lines here.
    var isNewlineOfSecret: Bool { self == "\n" || self == "\r" || self == "\r\n" }
}

extension String {
    /// The string without white space at its ends, scalar by scalar, as .NET's `Trim` does it.
    func trimmingWhitespace() -> String {
        var scalars = unicodeScalars[...].drop { $0.properties.isWhitespace }
        while let last = scalars.last, last.properties.isWhitespace {
            scalars.removeLast()
        }
        return String(scalars)
    }

    /// The string in lower-case ASCII; other letters stay.
    var lowercasedASCII: String {
        String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}

extension Array where Element == UInt8 {
    /// Whether the UTF-8 of a text occurs in the bytes.
    func contains(sequence text: String) -> Bool {
        indices.contains { self[$0...].starts(with: text.utf8) }
    }
}
