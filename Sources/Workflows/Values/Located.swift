package import Diagnostics
package import Expressions

/// A value and the text it was read from.
package struct Located<Value: Sendable>: Sendable {
    /// What was read.
    package let value: Value
    /// Where it stands.
    package let span: SourceSpan

    /// Pairs a value with its place.
    package init(_ value: Value, at span: SourceSpan) {
        self.value = value
        self.span = span
    }
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}

extension Located where Value == Template {
    /// The template's value in a context.
    package func evaluate(
        in context: EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        try value.evaluate(in: context)
    }
}
