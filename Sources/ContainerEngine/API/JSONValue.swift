#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A JSON document being written, for requests whose shape is the Engine API's.
enum JSONValue: Sendable, Hashable {
    /// A text.
    case string(String)
    /// A whole number; the API has no others.
    case number(Int64)
    /// `true` or `false`.
    case boolean(Bool)
    /// Values in order.
    case array([JSONValue])
    /// Values by name; written sorted by name.
    case object([String: JSONValue])

    /// An array of texts.
    static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

    /// An object of texts.
    static func strings(_ values: [String: String]) -> JSONValue {
        .object(values.mapValues { .string($0) })
    }

    /// A number from any of Swift's integers.
    static func integer(_ value: Int) -> JSONValue { .number(Int64(value)) }

    /// The document as UTF-8, keys sorted.
    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    /// The document as text, keys sorted.
    func text() throws -> String { String(decoding: try bytes(), as: UTF8.self) }
}

extension JSONValue: Encodable {
    /// Writes the bare value.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A text from a literal.
    init(stringLiteral value: String) { self = .string(value) }
    /// A truth value from a literal.
    init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// A number from a literal.
    init(integerLiteral value: Int64) { self = .number(value) }
    /// An array from a literal.
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object from a literal; of two equal names the last one counts.
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}
