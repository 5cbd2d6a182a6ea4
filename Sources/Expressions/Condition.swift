/// A parsed `if`: what must hold for a job, a step or a part of an action to run.
///
/// An expression that calls no status function is guarded by `success() &&`. Text around `${{ }}`
/// makes the whole a string, which counts as true unless it is empty.
package struct Condition: Sendable {
    /// What the condition is, shared by all copies: every step of a workflow may hold one.
    private let parsed: Parsed

    private final class Parsed: Sendable {
        let text: String
        let expression: Expression?
        let isGuarded: Bool
        let root: ExpressionNode

        init(_ text: String, _ expression: Expression?, isGuarded: Bool, root: ExpressionNode) {
            self.text = text
            self.expression = expression
            self.isGuarded = isGuarded
            self.root = root
        }
    }

    /// What all copies of the condition have in common.
    package var identity: ObjectIdentifier { ObjectIdentifier(parsed) }

    /// The condition as GitHub evaluates it, guard included.
    package var text: String { parsed.text }

    /// The expression as written; absent when the `if` was absent or empty.
    package var expression: Expression? { parsed.expression }

    /// Whether `success() &&` was put before the expression.
    package var isGuarded: Bool { parsed.isGuarded }

    /// The tree, guard included.
    var root: ExpressionNode { parsed.root }

    /// The names of the functions that make the guard unnecessary.
    package static let statusFunctions: Set<String> = ["always", "cancelled", "failure", "success"]

    /// The condition of a job or step without `if`.
    package static let success = Condition(calling: "success")

    /// The condition of an action's `pre` and `post` without `pre-if` and `post-if`.
    package static let always = Condition(calling: "always")

    /// Parses the `if` of a job or step.
    ///
    /// - Parameters:
    ///   - text: the scalar's text, with or without `${{ }}`.
    ///   - scope: the names it may use.
    /// - Returns: the condition, guarded by `success()` unless it calls a status function.
    /// - Throws: the first mistake; its range is within the text.
    package static func parse(
        _ text: String,
        scope: NameScope
    ) throws(TemplateError) -> Condition {
        try parse(text, scope: scope, absent: .success, guarded: true)
    }

    /// Parses the `pre-if` or `post-if` of an action, which get no guard.
    package static func parseLifecycle(
        _ text: String,
        scope: NameScope
    ) throws(TemplateError) -> Condition {
        try parse(text, scope: scope, absent: .always, guarded: false)
    }

    /// Whether the condition holds in a context.
    package func evaluate(in context: EvaluationContext) throws(EvaluationError) -> Bool {
        var evaluator = ExpressionEvaluator(root, in: context)
        return try evaluator.evaluate().isTruthy
    }

    /// Whether the condition holds in a context, and how that came about.
    package func trace(
        in context: EvaluationContext
    ) throws(EvaluationError) -> (holds: Bool, trace: EvaluationTrace) {
        var evaluator = ExpressionEvaluator(root, in: context, trace: .init())
        let value = try evaluator.evaluate()
        let recorded = evaluator.trace ?? .init()
        return (value.isTruthy, EvaluationTrace(root, value: value, recorded: recorded))
    }

    // MARK: Parsing

    private init(calling function: String) {
        let root = ExpressionNode(.call(function), range: 0..<0)
        parsed = Parsed("\(function)()", nil, isGuarded: false, root: root)
    }

    private init(_ expression: Expression, guarded: Bool) throws(ExpressionError) {
        guard guarded && !expression.calls(anyOf: Self.statusFunctions) else {
            let root = expression.root
            parsed = Parsed(expression.text, expression, isGuarded: false, root: root)
            return
        }
        let text = "success() && (\(expression.text))"
        let success = ExpressionNode(.call("success"), range: 0..<0)
        let root = ExpressionNode(
            .binary(.and),
            children: [success, expression.root],
            range: expression.root.range
        )
        if ExpressionLimits.isTooLong(text) {
            throw ExpressionError.limit(.exceededLength, in: expression.text)
        }
        if root.depth > ExpressionLimits.depth {
            throw ExpressionError.limit(.exceededDepth, in: expression.text)
        }
        parsed = Parsed(text, expression, isGuarded: true, root: root)
    }

    private static func parse(
        _ text: String,
        scope: NameScope,
        absent: Condition,
        guarded: Bool
    ) throws(TemplateError) -> Condition {
        let bytes = Array(text.utf8)
        let trimmed = Whitespace.trim(bytes)
        guard !trimmed.isEmpty else { return absent }
        var source = String(decoding: bytes[trimmed], as: UTF8.self)
        var offset = trimmed.lowerBound
        if Template.hasExpression(text) {
            let template = try Template.parse(text, scope: scope)
            switch template.content {
            case .expression(let expression):
                source = expression.text
                offset = expression.offset
            case .literal(let literal): source = ExpressionValue.string(literal).literalText
            case .formatted, .insert: source = template.expressionText ?? source
            }
        }
        do throws(ExpressionError) {
            let expression = try Expression.parse(source, scope: scope, offset: offset)
            return try Condition(expression, guarded: guarded)
        } catch {
            throw TemplateError.invalid(error, offset: offset)
        }
    }
}

/// Two conditions are equal when their texts are.
extension Condition: Hashable {
    /// Whether both have the same text.
    package static func == (left: Condition, right: Condition) -> Bool {
        left.text == right.text
    }

    /// Feeds the text into the hasher.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }
}

/// A condition is stored as its text, guard included.
extension Condition: Codable {
    /// Writes the text.
    package func encode(to encoder: any Encoder) throws {
        try text.encode(to: encoder)
    }

    /// Reads a text that was a condition before: names are not checked again.
    package init(from decoder: any Decoder) throws {
        let text = try String(from: decoder)
        let expression = try Expression.parse(text, scope: .unchecked)
        try self.init(expression, guarded: false)
    }
}
