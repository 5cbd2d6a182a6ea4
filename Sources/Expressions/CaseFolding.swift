/// Comparison that ignores case the way .NET's `OrdinalIgnoreCase` does.
///
/// Each scalar is mapped to its simple upper-case form, except that none outside ASCII maps into
/// it: `ı` is no `I`. Order is that of UTF-16 units after the mapping.
enum CaseFolding {
    /// Whether two strings are equal but for case.
    static func equal(_ left: String, _ right: String) -> Bool {
        if let answer = equalASCII(left, right) { return answer }
        return fold(left).utf8.elementsEqual(fold(right).utf8)
    }

    /// Whether the first string sorts before the second one, case ignored.
    static func precedes(_ left: String, _ right: String) -> Bool {
        fold(left).utf16.lexicographicallyPrecedes(fold(right).utf16)
    }

    /// The text in upper case, scalar by scalar.
    static func fold(_ text: String) -> String {
        String(decoding: foldedBytes(text), as: UTF8.self)
    }

    /// The UTF-8 bytes of the text in upper case.
    static func foldedBytes(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            guard byte < 0x80 else { return foldedScalars(text) }
            bytes[index] = upper(byte)
        }
        return bytes
    }

    /// A letter a–z in upper case; any other byte as it is.
    static func upper(_ byte: UInt8) -> UInt8 {
        byte >= 0x61 && byte <= 0x7A ? byte & 0xDF : byte
    }

    private static func foldedScalars(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            bytes.append(contentsOf: UTF8.encode(upper(scalar)) ?? UTF8.encodedReplacementCharacter)
        }
        return bytes
    }

    private static func upper(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return Unicode.Scalar(upper(UInt8(truncatingIfNeeded: scalar.value))) }
        let mapping = scalar.properties.uppercaseMapping.unicodeScalars
        guard mapping.count == 1, let mapped = mapping.first, !mapped.isASCII else { return scalar }
        return mapped
    }

    /// The answer when both strings are ASCII; nothing otherwise.
    private static func equalASCII(_ left: String, _ right: String) -> Bool? {
        var others = right.utf8.makeIterator()
        for byte in left.utf8 {
            guard byte < 0x80 else { return nil }
            guard let other = others.next() else { return false }
            guard other < 0x80 else { return nil }
            if byte != other, upper(byte) != upper(other) { return false }
        }
        guard let rest = others.next() else { return true }
        return rest < 0x80 ? false : nil
    }
}
