extension ExpressionValue {
    /// The value as text: null is empty, an array is `Array`, an object is `Object`.
    package var asString: String {
        switch self {
        case .null: ""
        case .boolean(let value): value ? "true" : "false"
        case .number(let value): NumberText.print(value)
        case .string(let value): value
        case .array, .object: kind.rawValue
        }
    }

    /// The value as a number: null is 0, text is parsed, an array or object is not a number.
    package var asNumber: Double {
        switch self {
        case .null: 0
        case .boolean(let value): value ? 1 : 0
        case .number(let value): value
        case .string(let value): NumberText.parse(value)
        case .array, .object: .nan
        }
    }

    /// Whether the value counts as true: not null, false, 0, not-a-number or the empty string.
    package var isTruthy: Bool {
        switch self {
        case .null: false
        case .boolean(let value): value
        case .number(let value): !value.isNaN && value != 0
        case .string(let value): !value.isEmpty
        case .array, .object: true
        }
    }

    /// The value under a key when this is an object, or the item at a number when an array.
    package subscript(key: String) -> ExpressionValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The items when this is an array.
    package var elements: [ExpressionValue]? {
        guard case .array(let array) = self else { return nil }
        return array.elements
    }
}
