/// The percent escapes of one part of a workflow command; others stay as written.
///
/// - Source: actions/runner `ActionCommand`, `_escapeMappings` and its two siblings.
struct EscapeSet: Sendable {
    /// Data of `::name::data`.
    static let currentData = EscapeSet(["0D": 0x0D, "0A": 0x0A, "25": 0x25])
    /// Property values of `::name key=value::`.
    static let currentProperty = EscapeSet([
        "0D": 0x0D, "0A": 0x0A, "3A": 0x3A, "2C": 0x2C, "25": 0x25,
    ])
    /// Data and property values of `##[name key=value]data`.
    static let bracketed = EscapeSet([
        "3B": 0x3B, "0D": 0x0D, "0A": 0x0A, "5D": 0x5D, "25": 0x25,
    ])

    private let escapes: [[UInt8]: UInt8]

    private init(_ escapes: [String: UInt8]) {
        self.escapes = Dictionary(
            uniqueKeysWithValues: escapes.map { (Array($0.key.utf8), $0.value) }
        )
    }

    /// Replaces the escapes, case-sensitively and once: `%250A` gives `%0A`.
    func unescape(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(.percentSign) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == .percentSign, index + 2 < bytes.endIndex,
                let plain = escapes[Array(bytes[index + 1...index + 2])]
            {
                result.append(plain)
                index += 3
            } else {
                result.append(byte)
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
