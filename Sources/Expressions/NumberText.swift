#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Numbers as GitHub reads and prints them.
package enum NumberText {
    /// The number a text stands for; not a number when it stands for none.
    ///
    /// Surrounding white space is ignored and nothing at all is 0. Decimal with sign, point and
    /// exponent; `0x` and `0o` with up to 32 bits, read as signed; `Infinity` with or without sign.
    package static func parse(_ text: String) -> Double {
        // Most texts that are asked about are words.
        if let first = text.utf8.first, first | 0x20 >= UInt8(ascii: "a"),
            first | 0x20 <= UInt8(ascii: "z"), first != UInt8(ascii: "I")
        {
            return .nan
        }
        let all = Array(text.utf8)
        let bytes = all[Whitespace.trim(all)]
        guard let first = bytes.first else { return 0 }
        if let number = parseDecimal(bytes) { return number }
        if first == UInt8(ascii: "0"), bytes.count > 2 {
            let digits = bytes.dropFirst(2)
            switch bytes[bytes.startIndex + 1] {
            case UInt8(ascii: "x"): return parseSigned32(digits, radix: 16)
            case UInt8(ascii: "o"): return parseSigned32(digits, radix: 8)
            default: return .nan
            }
        }
        switch String(decoding: bytes, as: UTF8.self) {
        case "Infinity", "+Infinity": return .infinity
        case "-Infinity": return -.infinity
        default: return .nan
        }
    }

    /// The number as text: up to 15 significant digits, as .NET's invariant `G15` format.
    ///
    /// Plain while the decimal exponent is from -4 to 14, else `1E+15` or `1.5E-06`.
    package static func print(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if let integer = Int(exactly: number), integer.magnitude < 1_000_000_000_000_000 {
            return String(integer)
        }
        let (digits, exponent) = significantDigits(abs(number))
        return (number < 0 ? "-" : "") + layOut(digits, exponent: exponent)
    }

    // MARK: Reading

    /// A decimal number, or nothing when the bytes are none.
    static func parseDecimal(_ bytes: ArraySlice<UInt8>) -> Double? {
        var rest = bytes
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            rest = rest.dropFirst()
        }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var digits = whole.count
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let fraction = rest.prefix(while: isDigit)
            rest = rest.dropFirst(fraction.count)
            digits += fraction.count
        }
        guard digits > 0 else { return nil }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                rest = rest.dropFirst()
            }
            let exponent = rest.prefix(while: isDigit)
            guard !exponent.isEmpty else { return nil }
            rest = rest.dropFirst(exponent.count)
        }
        guard rest.isEmpty else { return nil }
        return strtod(String(decoding: bytes, as: UTF8.self), nil)
    }

    private static func parseSigned32(_ digits: ArraySlice<UInt8>, radix: UInt64) -> Double {
        var value: UInt64 = 0
        for byte in digits {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix else {
                return .nan
            }
            value = value * radix + UInt64(digit)
            guard value <= UInt64(UInt32.max) else { return .nan }
        }
        return Double(Int32(truncatingIfNeeded: value))
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    // MARK: Printing

    /// The significant digits, without trailing zeros, and the exponent of the first one.
    private static func significantDigits(_ number: Double) -> (digits: [UInt8], exponent: Int) {
        var buffer = [CChar](repeating: 0, count: 40)
        let count = withVaList([number]) { vsnprintf(&buffer, buffer.count, "%.14e", $0) }
        let text = buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }
        guard let mark = text.firstIndex(of: UInt8(ascii: "e")) else { return ([], 0) }
        var digits = text[..<mark].filter(isDigit)
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        let exponent = Int(String(decoding: text[(mark + 1)...], as: UTF8.self)) ?? 0
        return (digits, exponent)
    }

    private static func layOut(_ digits: [UInt8], exponent: Int) -> String {
        let text = String(decoding: digits, as: UTF8.self)
        if exponent < -4 || exponent > 14 {
            let mantissa = digits.count > 1 ? "\(text.prefix(1)).\(text.dropFirst())" : text
            let power = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
            return "\(mantissa)E\(exponent < 0 ? "-" : "+")\(power)"
        }
        if exponent < 0 {
            return "0." + String(repeating: "0", count: -exponent - 1) + text
        }
        if digits.count <= exponent + 1 {
            return text + String(repeating: "0", count: exponent + 1 - digits.count)
        }
        return "\(text.prefix(exponent + 1)).\(text.dropFirst(exponent + 1))"
    }
}
