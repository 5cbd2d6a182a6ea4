/// What is known of an expression's value before any run.
///
/// A value may also be null where a context has not the property in that run; the types leave that
/// out, and whoever concludes from them has to allow for it.
package enum StaticType: Sendable {
    /// Nothing is known.
    case any
    /// Null, always.
    case null
    /// `true` or `false`.
    case boolean
    /// A number.
    case number
    /// Any text.
    case string
    /// One of these texts, letter case aside; a written string is the only word of its type.
    case words([String])
    /// An array of such elements.
    indirect case array(StaticType)
    /// What `.*` gives: properties read from it are read from each element.
    indirect case filtered(StaticType)
    /// An object.
    case object(StaticObject)

    /// Unions of more words than this are any text.
    private static let mostWords = 64

    /// A type that fits the values of both.
    package func joined(with other: StaticType) -> StaticType {
        switch (self, other) {
        case (.null, .null): .null
        case (.boolean, .boolean): .boolean
        case (.number, .number): .number
        case (.string, .string), (.string, .words), (.words, .string): .string
        case (.words(let first), .words(let second)): Self.union(first, second)
        case (.array(let first), .array(let second)): .array(first.joined(with: second))
        case (.object(let first), .object(let second)):
            .object(first === second ? first : first.joined(with: second))
        default: .any
        }
    }

    private static func union(_ first: [String], _ second: [String]) -> StaticType {
        let added = second.filter { word in
            !first.contains { CaseFolding.equal($0, word) }
        }
        let words = first + added
        return words.count > mostWords ? .string : .words(words)
    }

    /// Whether every value is null, a boolean, a number or a text; false when that is not known.
    package var isPrimitive: Bool {
        switch self {
        case .null, .boolean, .number, .string, .words: true
        case .any, .array, .filtered, .object: false
        }
    }

    /// Whether every value is an array or an object; false when that is not known.
    package var isCollection: Bool {
        switch self {
        case .array, .filtered, .object: true
        case .any, .null, .boolean, .number, .string, .words: false
        }
    }

    /// The type of a value.
    package init(of value: ExpressionValue) {
        switch value {
        case .null: self = .null
        case .boolean: self = .boolean
        case .number: self = .number
        case .string(let text): self = .words([text])
        case .array(let array):
            let types = array.elements.map(StaticType.init(of:))
            self = .array(types.dropFirst().reduce(types.first ?? .any) { $0.joined(with: $1) })
        case .object(let object):
            self = .object(
                StaticObject(object.entries.map { ($0.0, StaticType(of: $0.1)) }, others: nil)
            )
        }
    }

    /// The kind of the values with its article, such as "an object"; nil when it is not known.
    package var kindName: String? {
        switch self {
        case .any: nil
        case .null: "null"
        case .boolean: "a boolean"
        case .number: "a number"
        case .string, .words: "a text"
        case .array, .filtered: "an array"
        case .object: "an object"
        }
    }
}
