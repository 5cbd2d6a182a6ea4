/// .NET's `string.Format` for one argument, as far as a shell string can use it.
enum PlaceholderFormat {
    /// Replaces `{0}`, `{{` and `}}`.
    ///
    /// - Throws: `ShellError` in .NET's words for other braces.
    static func format(_ template: String, argument: String) throws(ShellError) -> String {
        let bytes = Array(template.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let isDoubled = index + 1 < bytes.count && bytes[index + 1] == byte
            switch byte {
            case open where isDoubled, close where isDoubled:
                result.append(byte)
                index += 2
            case open:
                index = try endOfPlaceholder(bytes, after: index)
                result += argument.utf8
            case close:
                throw .malformedPlaceholder(
                    offset: index + 1,
                    reason: "Unexpected closing brace without a corresponding opening brace."
                )
            default:
                result.append(byte)
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let open = UInt8(ascii: "{")
    private static let close = UInt8(ascii: "}")

    private static func endOfPlaceholder(
        _ bytes: [UInt8],
        after brace: Int
    ) throws(ShellError) -> Int {
        var index = brace + 1
        var number = 0
        while index < bytes.count, (0x30...0x39).contains(bytes[index]), number < 1_000_000 {
            number = number * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        guard index < bytes.count else {
            throw .malformedPlaceholder(offset: index, reason: "Format item ends prematurely.")
        }
        guard index > brace + 1 else {
            throw .malformedPlaceholder(offset: index, reason: "Expected an ASCII digit.")
        }
        guard bytes[index] == close else {
            throw .malformedPlaceholder(offset: index, reason: "Expected a closing brace.")
        }
        guard number == 0 else { throw .unknownPlaceholder }
        return index + 1
    }
}
