/// The types of plain scalars, as GitHub's reader resolves YAML 1.2's core schema.
///
/// Source: the runner's `YamlObjectReader`; <https://yaml.org/spec/1.2.2/#103-core-schema>
enum CoreSchema {
    /// The type of a plain scalar, or nil for an integer that does not fit (GitHub refuses it).
    static func kind(ofPlain text: String) -> YAMLScalar.Kind? {
        guard let first = text.utf8.first else {
            return .null
        }
        switch first {
        case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"):
            return isNull(text) ? .null : .string
        case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"):
            return isBoolean(text) ? .boolean : .string
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            guard isInteger(text) || isFloat(text) else {
                return .string
            }
            return number(text) == nil ? nil : .number
        default:
            return .string
        }
    }

    /// Whether a plain scalar may be anything but a text, going by its length and first two bytes.
    static func mayBeTyped(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first else {
            return true
        }
        switch first {
        case UInt8(ascii: "~"): return text.count == 1
        case UInt8(ascii: "n"), UInt8(ascii: "N"):
            return text.count == 4 && text[1] | 0x20 == UInt8(ascii: "u")
        case UInt8(ascii: "t"), UInt8(ascii: "T"):
            return text.count == 4 && text[1] | 0x20 == UInt8(ascii: "r")
        case UInt8(ascii: "f"), UInt8(ascii: "F"):
            return text.count == 5 && text[1] | 0x20 == UInt8(ascii: "a")
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            return true
        default:
            return false
        }
    }

    /// Whether the text is one of YAML's words for nothing.
    static func isNull(_ text: String) -> Bool {
        ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// Whether the text is one of the six spellings of a boolean.
    static func isBoolean(_ text: String) -> Bool {
        ["true", "True", "TRUE", "false", "False", "FALSE"].contains(text)
    }

    /// Whether the text has the form of an integer: decimal with a sign, `0x` or `0o`.
    static func isInteger(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        if bytes.starts(with: "0x".utf8) {
            return bytes.count > 2 && bytes[2...].allSatisfy { hexValue($0) != nil }
        }
        if bytes.starts(with: "0o".utf8) {
            return bytes.count > 2 && bytes[2...].allSatisfy { (0x30...0x37).contains($0) }
        }
        let digits = unsigned(bytes[...])
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }

    /// Whether the text has the form of a float, or is an infinity or not-a-number.
    static func isFloat(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        if [".nan", ".NaN", ".NAN"].contains(text) {
            return true
        }
        var rest = unsigned(bytes[...])
        if [".inf", ".Inf", ".INF"].contains(where: { rest.elementsEqual($0.utf8) }) {
            return true
        }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var hasDigits = !whole.isEmpty
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: isDigit)
            rest = rest.dropFirst(1 + fraction.count)
            hasDigits = hasDigits || !fraction.isEmpty
        }
        guard hasDigits else {
            return false
        }
        guard let exponentMark = rest.first else {
            return true
        }
        let exponent = unsigned(rest.dropFirst())
        return exponentMark | 0x20 == UInt8(ascii: "e") && !exponent.isEmpty
            && exponent.allSatisfy(isDigit)
    }

    /// The number a text of either form stands for; nil when a `0x` or `0o` exceeds 32 bits.
    static func number(_ text: String) -> Double? {
        let prefix = text.prefix(2)
        if prefix == "0x" || prefix == "0o" {
            let digits = text.dropFirst(2)
            let bits = UInt32(digits, radix: prefix == "0x" ? 16 : 8)
            return bits.map { Double(Int32(bitPattern: $0)) }
        }
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        switch text.utf8.last {
        case UInt8(ascii: "f"), UInt8(ascii: "F"):
            return isNegative ? -Double.infinity : .infinity
        case UInt8(ascii: "n"), UInt8(ascii: "N"):
            return .nan
        default:
            return Double(text) ?? Double("\(text)0")
        }
    }

    private static func unsigned(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-")
            ? bytes.dropFirst() : bytes
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46, 0x61...0x66: (byte | 0x20) - 0x57
        default: nil
        }
    }
}
