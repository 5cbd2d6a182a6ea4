import Diagnostics
import Expressions

/// `a && '' || b`, which is meant as a choice and always gives `b`.
enum TernaryRule {
    /// Looks for a choice whose first value is false by itself.
    static func check(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        guard visit.wants != .condition else {
            return
        }
        visit.expression.root.walk { node in
            guard case .binary(.or) = node.kind else {
                return
            }
            for child in node.children.dropLast() {
                guard case .binary(.and) = child.kind, let value = child.children.last,
                    case .literal(let literal) = value.kind, !literal.isTruthy,
                    let rest = node.children.last
                else {
                    continue
                }
                let text = visit.text(of: value)
                report.warn(
                    .conditionAlwaysFalse,
                    "`\(text)` counts as false, so this always gives what stands after `||`",
                    in: visit,
                    at: value.range,
                    help: "write `case(\(predicate(of: child, in: visit)), \(text), "
                        + "\(visit.text(of: rest)))`"
                )
            }
        }
    }

    private static func predicate(
        of node: ExpressionNode,
        in visit: ExpressionVisit
    ) -> String {
        let parts = node.children.dropLast().map { visit.text(of: $0) }
        return parts.joined(separator: " && ")
    }
}
