package import Expressions

extension SecretMasks {
    /// A value with every secret in its texts masked.
    package func masked(_ value: ExpressionValue) -> ExpressionValue {
        switch value {
        case .null, .boolean: value
        case .number: conceals(value.asString) ? .string(masked(value.asString).text) : value
        case .string(let text): .string(masked(text).text)
        case .array(let array): .array(array.elements.map(masked))
        case .object(let object):
            .object(
                object.entries.map { (masked($0).text, masked($1)) },
                caseSensitive: object.isCaseSensitive
            )
        }
    }
}
