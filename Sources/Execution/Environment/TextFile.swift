/// A text file a step wrote, as GitHub's runner reads it.
enum TextFile {
    /// The bytes without a byte order mark; what is not UTF-8 becomes U+FFFD.
    static func utf8(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        if String(validating: body, as: UTF8.self) != nil { return body }
        return Array(String(decoding: body, as: UTF8.self).utf8)[...]
    }
}
