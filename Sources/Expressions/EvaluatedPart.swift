/// One part of an expression and what it came to.
package struct EvaluatedPart: Sendable {
    /// The part's place in the tree.
    package let node: ExpressionNode

    /// The value; nil when it was not needed, or when there is none.
    package let value: ExpressionValue?

    /// Whether it was evaluated and has no value.
    package let hasFailed: Bool

    /// The operands or arguments, in order.
    package let parts: [EvaluatedPart]

    /// A tree with what was recorded of its nodes.
    init(_ node: ExpressionNode, recorded: EvaluationTrace.Recorder) {
        self.node = node
        value = recorded.value(of: node)
        hasFailed = recorded.hasFailed(node)
        parts = node.children.map { EvaluatedPart($0, recorded: recorded) }
    }
}

extension Expression {
    /// The value in a context or why there is none, and what every part came to.
    package func explain(
        in context: EvaluationContext
    ) -> (result: Result<ExpressionValue, EvaluationError>, root: EvaluatedPart) {
        var evaluator = ExpressionEvaluator(root, in: context, trace: .init(keepingAll: true))
        let result: Result<ExpressionValue, EvaluationError>
        do throws(EvaluationError) {
            result = .success(try evaluator.evaluate())
        } catch {
            result = .failure(error)
        }
        return (result, EvaluatedPart(root, recorded: evaluator.trace ?? .init()))
    }
}
