/// A value of GitHub's expression language.
///
/// Swift's `==` compares by content, for tests and for change detection. The language's own `==`
/// ignores case and compares containers by identity: see `loosely(equals:)`.
package enum ExpressionValue: Sendable {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array(ExpressionArray)
    case object(ExpressionObject)

    /// The kind of a value, as GitHub's messages spell it.
    package enum Kind: String, Sendable, Codable {
        case null = "Null"
        case boolean = "Boolean"
        case number = "Number"
        case string = "String"
        case array = "Array"
        case object = "Object"
    }

    /// The kind of this value.
    package var kind: Kind {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// Whether the value is anything but an array or an object.
    package var isPrimitive: Bool {
        switch self {
        case .null, .boolean, .number, .string: true
        case .array, .object: false
        }
    }

    /// An array with an identity of its own.
    package static func array(_ elements: [ExpressionValue]) -> ExpressionValue {
        .array(ExpressionArray(elements))
    }

    /// An object with an identity of its own; of entries with the same key the last one wins.
    package static func object(
        _ entries: [(String, ExpressionValue)],
        caseSensitive: Bool = false
    ) -> ExpressionValue {
        .object(ExpressionObject(entries, caseSensitive: caseSensitive))
    }
}

extension ExpressionValue: Hashable {}

/// There is no literal for null: `nil` would be taken for it where an absent value is meant.
extension ExpressionValue: ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A boolean.
    package init(booleanLiteral value: Bool) { self = .boolean(value) }

    /// A number.
    package init(integerLiteral value: Int) { self = .number(Double(value)) }

    /// A number.
    package init(floatLiteral value: Double) { self = .number(value) }

    /// A string.
    package init(stringLiteral value: String) { self = .string(value) }

    /// An array.
    package init(arrayLiteral elements: ExpressionValue...) { self = .array(elements) }

    /// An object whose keys ignore case.
    package init(dictionaryLiteral elements: (String, ExpressionValue)...) {
        self = .object(elements)
    }
}
