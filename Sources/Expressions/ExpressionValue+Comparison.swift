extension ExpressionValue {
    /// What `==` of the language answers: coerced, ignoring case, containers by identity.
    package func loosely(equals other: ExpressionValue) -> Bool {
        switch Self.coerced(self, other) {
        case (.null, .null): true
        case (.boolean(let left), .boolean(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): CaseFolding.equal(left, right)
        case (.array(let left), .array(let right)): left === right
        case (.object(let left), .object(let right)): left === right
        default: false
        }
    }

    /// What `<` of the language answers; false wherever two values have no order.
    package func loosely(precedes other: ExpressionValue) -> Bool {
        switch Self.coerced(self, other) {
        case (.boolean(let left), .boolean(let right)): !left && right
        case (.number(let left), .number(let right)): left < right
        case (.string(let left), .string(let right)): CaseFolding.precedes(left, right)
        default: false
        }
    }

    /// Both values in a shape that can be compared: unlike primitives become numbers.
    private static func coerced(
        _ left: ExpressionValue,
        _ right: ExpressionValue
    ) -> (ExpressionValue, ExpressionValue) {
        guard left.isPrimitive, right.isPrimitive, left.kind != right.kind else {
            return (left, right)
        }
        return (.number(left.asNumber), .number(right.asNumber))
    }
}
