/// The part of a request's target after the path, percent-encoded.
struct QueryString: Sendable, ExpressibleByDictionaryLiteral {
    private var items: [(name: String, value: String)]

    /// The items of a literal in order, without those that are `nil`.
    init(dictionaryLiteral elements: (String, String?)...) {
        items = elements.compactMap { name, value in value.map { (name, $0) } }
    }

    /// Adds an item; `nil` adds nothing.
    mutating func append(_ name: String, _ value: String?) {
        if let value { items.append((name, value)) }
    }

    /// The text with its question mark, empty when there is nothing to say.
    var text: String {
        guard !items.isEmpty else { return "" }
        let parts = items.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }
        return "?" + parts.joined(separator: "&")
    }

    /// A text as one component of a path or a query.
    ///
    /// Letters, digits and `-._~` stay; `keeping` names further ASCII bytes that do.
    static func encode(_ text: String, keeping: String = "") -> String {
        let kept = Set("-._~".utf8).union(keeping.utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || kept.contains(byte)
            if isPlain {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
