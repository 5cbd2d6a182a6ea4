import Diagnostics
import Expressions

/// What is said about comparisons whose result is known.
struct ComparisonWording {
    /// Where the comparison stands.
    let visit: ExpressionVisit

    /// Two operands that are never equal.
    func neverEqual(
        _ operation: BinaryOperator,
        _ left: TypeFinding.Operand,
        _ right: TypeFinding.Operand
    ) -> TypeRule.Wording {
        let (literal, other) = left.node.isLiteral ? (left, right) : (right, left)
        let written =
            "\(visit.text(of: left.node)) \(operation.rawValue) "
            + visit.text(of: right.node)
        return TypeRule.Wording(
            code: .comparison,
            message: "`\(written)` is \(operation == .equal ? "never" : "always") true",
            notes: [left, right].compactMap(note),
            help: help(operation, literal, other)
        )
    }

    /// Arrays and objects compared with each other, and what is put in an order.
    func order(_ problem: TypeFinding.Problem) -> TypeRule.Wording {
        switch problem {
        case .differentCollections(let operation):
            TypeRule.Wording(
                code: .comparison,
                message: "this is \(operation == .equal ? "never" : "always") true: an array or "
                    + "object equals only itself",
                help: "compare their texts, which `toJSON(…)` gives"
            )
        case .unordered(let operand):
            TypeRule.Wording(
                code: .comparison,
                message: "`\(visit.text(of: operand.node))` is \(operand.type.kindName ?? "none"), "
                    + "which is neither less nor greater than anything"
            )
        case .knownOrder(let value):
            TypeRule.Wording(
                code: .comparison,
                message: "this is \(value ? "always" : "never") true: both sides are written out"
            )
        default: TypeRule.Wording(code: .comparison, message: "this comparison cannot be meant")
        }
    }

    /// A text compared with `true` or `false`.
    func textAgainstBoolean(
        _ operation: BinaryOperator,
        _ node: ExpressionNode,
        _ boolean: Bool
    ) -> TypeRule.Wording {
        let path = visit.text(of: node)
        return TypeRule.Wording(
            code: .comparison,
            message: "`\(path)` is a text, and the text '\(boolean)' does not equal `\(boolean)`",
            notes: [
                boolean
                    ? "of all texts, only those of the number 1 equal `true`"
                    : "of all texts, only the empty one and those of the number 0 equal `false`"
            ],
            help: "write `\(path) \(operation.rawValue) '\(boolean)'`"
        )
    }

    private func help(
        _ operation: BinaryOperator,
        _ literal: TypeFinding.Operand,
        _ other: TypeFinding.Operand
    ) -> String? {
        guard case .literal(.string(let text)) = literal.node.kind else {
            return nil
        }
        let path = visit.text(of: other.node)
        switch other.type {
        case .boolean where ["true", "false"].contains(text.lowercased()):
            let isPositive = (text.lowercased() == "true") == (operation == .equal)
            return "write `\(isPositive ? "" : "!")\(path)`"
        case .words(let words):
            return NearestMatch.likely(for: text, in: words).map { "did you mean `'\($0)'`?" }
        case .filtered, .array:
            return "write `\(operation == .equal ? "" : "!")contains(\(path), '\(text)')`"
        default: return nil
        }
    }

    private func note(_ operand: TypeFinding.Operand) -> String? {
        guard !operand.node.isLiteral else {
            return nil
        }
        let path = visit.text(of: operand.node)
        switch operand.type {
        case .words(let words) where words.count == 1: return "`\(path)` is \(Self.list(words))"
        case .words(let words): return "`\(path)` is one of \(Self.list(words))"
        default: return operand.type.kindName.map { "`\(path)` is \($0)" }
        }
    }

    /// Words between quotes, cut where there are many.
    static func list(_ words: [String]) -> String {
        let shown = words.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
        return words.count > 12 ? "\(shown), …" : shown
    }
}

extension ExpressionNode {
    /// The context that a chain of properties starts at, in lower case.
    var contextName: String? {
        var rest = self
        while case .index = rest.kind {
            rest = rest.children[0]
        }
        return if case .namedValue(let name) = rest.kind { name.lowercased() } else { nil }
    }

    /// Whether the node is a value written in the expression.
    var isLiteral: Bool {
        if case .literal = kind { true } else { false }
    }
}
