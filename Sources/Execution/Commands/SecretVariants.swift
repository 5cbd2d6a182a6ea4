/// The forms in which one secret value may turn up in a log.
///
/// - Source: actions/runner `ValueEncoders` and their registration in `HostContext`. The base64
///   forms that do not depend on what stands around the value are ours: GitHub's own miss a value
///   that is followed by more text.
struct SecretVariants {
    /// The shortest base64 form that is registered without its padding, in characters: shorter ones
    /// would mask ordinary words.
    static let shortestStableBase64 = 8

    private let value: String
    private let bytes: [UInt8]

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
            escaped(Self.uriEscape),
            escaped(Self.xmlEscape),
            withoutDoubleQuotes,
            beforeAmpersand,
            afterAmpersand,
        ]
        return (texts.filter { !$0.isEmpty } + stableBase64).map { Array($0.utf8) }
    }

    /// Base64 with the standard alphabet and padding.
    static func base64(_ bytes: some Collection<UInt8>) -> String {
        var text = digits(of: bytes, count: (bytes.count * 8 + 5) / 6)
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return text
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// The first base64 digits, without padding.
    private static func digits(of bytes: some Collection<UInt8>, count: Int) -> String {
        let bytes = Array(bytes)
        let digits = (0..<count).map { digit -> UInt8 in
            let bit = digit * 6
            let high = Int(bytes[bit / 8]) << 8
            let low = bit / 8 + 1 < bytes.count ? Int(bytes[bit / 8 + 1]) : 0
            return alphabet[((high | low) >> (10 - bit % 8)) & 63]
        }
        return String(decoding: digits, as: UTF8.self)
    }

    private func shiftedBase64(by shift: Int) -> String {
        Self.base64(bytes.count > shift ? bytes[shift...] : bytes[...])
    }

    /// The digits that do not depend on what follows the value, for each of the three alignments,
    /// in the standard and in the URL alphabet.
    private var stableBase64: [String] {
        (0..<3).flatMap { shift -> [String] in
            let aligned = bytes.dropFirst(shift)
            let text = Self.digits(of: aligned, count: aligned.count * 8 / 6)
            guard text.utf8.count >= Self.shortestStableBase64 else { return [] }
            let url = text.utf8.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }
            return [text, String(decoding: url, as: UTF8.self)]
        }
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

    /// As .NET's `Uri.EscapeDataString`: everything but RFC 3986's unreserved characters.
    private static func uriEscape(_ scalar: UInt32) -> String? {
        switch scalar {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: nil
        default:
            Unicode.Scalar(scalar).map { scalar in
                String(scalar).utf8
                    .map { "%" + hexadecimal(UInt32($0), digits: 2).uppercased() }
                    .joined()
            }
        }
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

    private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
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
