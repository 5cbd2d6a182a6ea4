import Expressions

/// Secrets and variables that a run has not, where the expression does without no other value.
enum MissingValueRule {
    /// Checks an expression; the contexts have to name all there are.
    static func check(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        if visit.wants != .condition {
            look(at: visit.expression.root, visit, &report)
        }
    }

    /// Looks at a node and what is below it, but for operators: those have an answer for an empty
    /// text.
    private static func look(
        at node: ExpressionNode,
        _ visit: ExpressionVisit,
        _ report: inout CheckReport
    ) {
        switch node.kind {
        case .binary, .not: return
        case .index:
            if let value = MissingValue(node, visit) { report.note(value) }
        default: break
        }
        for child in node.children { look(at: child, visit, &report) }
    }
}
