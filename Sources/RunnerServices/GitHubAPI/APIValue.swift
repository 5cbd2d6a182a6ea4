#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A JSON value, as requests bring it and answers take it.
enum APIValue: Sendable, Hashable, Codable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([APIValue])
    case object([String: APIValue])

    /// Reads whatever value stands there.
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([APIValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: APIValue].self))
        }
    }

    /// Reads a text of JSON; null when it is none.
    init(json: some Sequence<UInt8>) {
        self = (try? JSONDecoder().decode(APIValue.self, from: Data(json))) ?? .null
    }

    /// Writes the bare value.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// A text, or null for none.
    static func optional(_ text: String?) -> APIValue { text.map { .text($0) } ?? .null }

    /// The value under a key; null when this is no object or has none.
    subscript(key: String) -> APIValue {
        if case .object(let fields) = self { fields[key] ?? .null } else { .null }
    }

    /// The text; nil for anything else.
    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The number; nil for anything else, or one with a fraction.
    var integer: Int? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The items; none for anything else.
    var items: [APIValue] {
        if case .list(let items) = self { items } else { [] }
    }

    /// The fields; none for anything else.
    var fields: [String: APIValue] {
        if case .object(let fields) = self { fields } else { [:] }
    }

    /// This object with fields of another, which count where both have one.
    func adding(_ other: [String: APIValue]) -> APIValue {
        .object(fields.merging(other) { $1 })
    }
}

extension APIValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A text.
    init(stringLiteral value: String) { self = .text(value) }

    /// A whole number.
    init(integerLiteral value: Int) { self = .integer(value) }

    /// A boolean.
    init(booleanLiteral value: Bool) { self = .boolean(value) }

    /// A list.
    init(arrayLiteral elements: APIValue...) { self = .list(elements) }

    /// An object; the last of a key counts.
    init(dictionaryLiteral elements: (String, APIValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }
}
