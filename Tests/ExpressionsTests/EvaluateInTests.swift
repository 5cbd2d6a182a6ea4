import Testing

@testable import Expressions

/// The value of an expression whose contexts are exactly those given.
func evaluate(
    _ text: String,
    _ contexts: [String: ExpressionValue] = [:]
) throws -> ExpressionValue {
    let expression = try Expression.parse(text, scope: NameScope(contexts: contexts.keys))
    return try expression.evaluate(in: EvaluationContext(contexts))
}

/// The message with which an expression fails to parse or to evaluate; empty when it has a value.
func message(of text: String, _ contexts: [String: ExpressionValue] = [:]) -> String {
    do {
        _ = try evaluate(text, contexts)
        return ""
    } catch {
        return "\(error)"
    }
}
