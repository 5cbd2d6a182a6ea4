import Diagnostics
import Expressions

/// Conditions that come out the same in every run.
enum ConditionRule {
    /// Looks for texts and arrays that decide an `if`, and for an `if` without any context.
    static func check(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        guard visit.wants == .condition else {
            return
        }
        let root = visit.expression.root
        let count = report.diagnostics.count
        checkOperand(root, after: nil, visit, &report)
        checkStatus(root, visit, &report)
        // What GitHub made of a text with an expression in it was told when the file was read.
        if report.diagnostics.count == count, visit.findings.isEmpty, !root.isLiteral,
            isConstant(root), report.isWritten(visit.expression, in: visit.scalar)
        {
            checkConstant(visit, &report)
        }
    }

    /// A job that has failed has not succeeded, so `failure() && success()` is never true.
    private static func checkStatus(
        _ root: ExpressionNode,
        _ visit: ExpressionVisit,
        _ report: inout CheckReport
    ) {
        guard case .binary(.and) = root.kind else { return }
        let asked = root.children.compactMap { child -> String? in
            guard case .call(let function) = child.kind else { return nil }
            let name = function.lowercased()
            return ["success", "failure", "cancelled"].contains(name) ? name : nil
        }
        guard let first = asked.first, let other = asked.first(where: { $0 != first }) else {
            return
        }
        report.warn(
            .conditionAlwaysFalse,
            "this `if` is never true, as `\(first)()` and `\(other)()` are never true together",
            in: visit,
            at: root.range,
            help: "write `\(first)() || \(other)()`, or remove one of them"
        )
    }

    /// Checks a node that stands where only its truth counts.
    private static func checkOperand(
        _ node: ExpressionNode,
        after previous: ExpressionNode?,
        _ visit: ExpressionVisit,
        _ report: inout CheckReport
    ) {
        switch node.kind {
        case .binary(.and), .binary(.or):
            var previous: ExpressionNode?
            for child in node.children {
                checkOperand(child, after: previous, visit, &report)
                previous = child
            }
        case .not: checkOperand(node.children[0], after: nil, visit, &report)
        case .literal(.string(let text)) where !text.isEmpty:
            report.warn(
                .conditionAlwaysTrue,
                "`\(visit.text(of: node))` is a text, and every text but the empty one is true",
                in: visit,
                at: node.range,
                help: help(node, text, after: previous, visit)
            )
        case .index where node.children.contains(where: \.isWildcard):
            report.warn(
                .conditionAlwaysTrue,
                "`\(visit.text(of: node))` is an array, and every array is true, the empty one too",
                in: visit,
                at: node.range,
                help: "compare its elements: `contains(\(visit.text(of: node)), …)`"
            )
        case .call(let name)
        where name.lowercased() == "format" && hasText(node)
            && report.isWritten(visit.expression, in: visit.scalar):
            report.warn(
                .conditionAlwaysTrue,
                "`\(visit.text(of: node))` is a text that is never empty, and such a text is true",
                in: visit,
                at: node.range,
                help: "compare it with something"
            )
        case .index: checkDispatchInput(node, visit, &report)
        default: break
        }
    }

    /// Whether a call of `format` gives more than what it inserts.
    private static func hasText(_ call: ExpressionNode) -> Bool {
        guard case .literal(.string(let text)) = call.children.first?.kind else {
            return false
        }
        var depth = 0
        for character in text {
            switch character {
            case "{": depth += 1
            case "}": depth -= 1
            default: if depth == 0 { return true }
            }
        }
        return false
    }

    /// `github.event.inputs.x` of a boolean is a text, unlike `inputs.x`.
    private static func checkDispatchInput(
        _ node: ExpressionNode,
        _ visit: ExpressionVisit,
        _ report: inout CheckReport
    ) {
        let trigger = visit.place.workflow?.value.on.trigger("workflow_dispatch")
        guard case .workflowDispatch(let inputs) = trigger?.configuration,
            let reference = visit.expression.references.first(where: { $0.range == node.range }),
            reference.context == "github", reference.properties.count == 3,
            reference.properties[..<2].map({ $0.lowercased() }) == ["event", "inputs"],
            let input = inputs.first(where: { input in
                input.name.value.lowercased() == reference.properties[2].lowercased()
            }),
            input.type == .boolean
        else { return }
        report.warn(
            .conditionAlwaysTrue,
            "`\(visit.text(of: node))` is the text 'true' or 'false', and both are true",
            in: visit,
            at: node.range,
            help: "write `inputs.\(input.name.value)`, which is a boolean"
        )
    }

    /// `a == 'x' || 'y'` wants to be `a == 'x' || a == 'y'`.
    private static func help(
        _ node: ExpressionNode,
        _ text: String,
        after previous: ExpressionNode?,
        _ visit: ExpressionVisit
    ) -> String? {
        if text.hasSuffix("()") || ["true", "false"].contains(text) {
            return "write `\(text)` without quotes"
        }
        if let previous, case .binary(let operation) = previous.kind,
            operation == .equal || operation == .notEqual, !previous.children[0].isLiteral
        {
            let path = visit.text(of: previous.children[0])
            return "write `\(path) \(operation.rawValue) \(visit.text(of: node))`"
        }
        return nil
    }

    /// Whether nothing in an expression depends on a run.
    private static func isConstant(_ root: ExpressionNode) -> Bool {
        let changing = Condition.statusFunctions.union(["hashfiles"])
        return !root.contains { node in
            switch node.kind {
            case .namedValue: true
            case .call(let name): changing.contains(name.lowercased())
            default: false
            }
        }
    }

    private static func checkConstant(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        guard let value = try? visit.expression.evaluate(in: EvaluationContext([:])) else {
            return
        }
        report.warn(
            value.isTruthy ? .conditionAlwaysTrue : .conditionAlwaysFalse,
            "this `if` is \(value.isTruthy ? "always" : "never") true, as it names no context",
            in: visit,
            at: visit.expression.root.range
        )
    }
}

extension ExpressionNode {
    /// Whether the node is the `*` of an index.
    fileprivate var isWildcard: Bool {
        if case .wildcard = kind { true } else { false }
    }
}
