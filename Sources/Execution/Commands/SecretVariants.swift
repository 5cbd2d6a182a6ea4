/// The forms in which one secret value may turn up in a log.
///
/// - Source: actions/runner `ValueEncoders` and their registration in `HostContext`. Ours are the
///   base64 forms that do not depend on what stands around the value, because GitHub's own miss a
///   value that is followed by more text; the spellings of addresses but the first; and JSON that
///   holds nothing but ASCII.
struct SecretVariants {
    private let value: String
    /// The value as UTF-8.
    let bytes: [UInt8]

    /// Prepares the variants of a value that is not empty.
    init(_ value: String) {
        self.value = value
        bytes = Array(value.utf8)
    }

    /// The value and all its variants, as UTF-8; empty ones are left out.
    var all: [[UInt8]] {
        let texts = [
            value,
            Self.base64(bytes),
            shiftedBase64(by: 1),
            shiftedBase64(by: 2),
            escaped { $0 == 0x22 ? "\\\"" : nil },
            escaped { $0 == 0x27 ? "''" : nil },
            escaped(Self.jsonEscape),
            escaped(Self.asciiJSONEscape),
            escaped(Self.xmlEscape),
            withoutDoubleQuotes,
            beforeAmpersand,
            afterAmpersand,
        ]
        let addresses = AddressSpelling.all.map { spelling in escaped(spelling.escape) }
        let usable = (texts + addresses).filter { !$0.isEmpty }
        return usable.map { Array($0.utf8) } + stableBase64
    }

    private func escaped(_ escape: (UInt32) -> String?) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            if let replacement = escape(scalar.value) {
                result += replacement
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// As Newtonsoft's `JsonConvert.ToString` writes a string, without its quotes.
    private static func jsonEscape(_ scalar: UInt32) -> String? {
        switch scalar {
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0C: "\\f"
        case 0x0D: "\\r"
        case 0x22: "\\\""
        case 0x5C: "\\\\"
        case 0..<0x20, 0x85, 0x2028, 0x2029: "\\u" + hexadecimal(scalar, digits: 4)
        default: nil
        }
    }

    /// As Python's `json.dumps` does by default: what is not ASCII as UTF-16.
    private static func asciiJSONEscape(_ scalar: UInt32) -> String? {
        guard scalar > 0x7E, let scalar = Unicode.Scalar(scalar) else { return jsonEscape(scalar) }
        return String(scalar).utf16
            .map { "\\u" + hexadecimal(UInt32($0), digits: 4) }
            .joined()
    }

    /// As .NET's `SecurityElement.Escape`.
    private static func xmlEscape(_ scalar: UInt32) -> String? {
        switch scalar {
        case 0x26: "&amp;"
        case 0x3C: "&lt;"
        case 0x3E: "&gt;"
        case 0x22: "&quot;"
        case 0x27: "&apos;"
        default: nil
        }
    }

    /// The digits of a number in lower case, with leading zeros.
    static func hexadecimal(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    private var withoutDoubleQuotes: String {
        guard value.utf16.count > 8, bytes.first == 0x22, bytes.last == 0x22 else { return "" }
        return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
    }

    /// What PowerShell prints before the part it colours in an error about an `&`.
    private var beforeAmpersand: String {
        guard let cut = ampersand else { return "" }
        return ampersandPart(bytes[..<cut.end])
    }

    /// What PowerShell prints after it; behind `&+` one more character is coloured.
    private var afterAmpersand: String {
        guard let cut = ampersand else { return "" }
        let rest = String(decoding: bytes[cut.end...], as: UTF8.self)
        return ampersandPart(Array(String(rest.unicodeScalars.dropFirst(cut.skipped)).utf8)[...])
    }

    private func ampersandPart(_ part: ArraySlice<UInt8>) -> String {
        let text = String(decoding: part, as: UTF8.self)
        return text.utf16.count >= 6 ? text : ""
    }

    /// Behind the first `&+`, else behind the last `&`.
    private var ampersand: (end: Int, skipped: Int)? {
        let plus = bytes.indices.dropLast().first { bytes[$0] == 0x26 && bytes[$0 + 1] == 0x2B }
        if let plus { return (plus + 2, 1) }
        return bytes.lastIndex(of: 0x26).map { ($0 + 1, 0) }
    }
}
