import Diagnostics
import Expressions

/// Secrets and variables that a run has not, where the expression does without no other value.
enum MissingValueRule {
    /// Checks an expression; the contexts have to name all there are.
    static func check(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        guard visit.wants != .condition else { return }
        for finding in visit.findings {
            guard case .unknownProperty(let name, let base, let object) = finding.problem,
                ["secrets", "vars"].contains(base.contextName),
                !isAsked(finding.range, in: visit.expression.root)
            else { continue }
            let words = PropertyWording(name: name, base: base, visit: visit).unknown(in: object)
            report.warn(
                words.code,
                words.message,
                in: visit,
                at: finding.range,
                notes: ["it reads as an empty text"],
                help: words.help
            )
        }
    }

    /// Whether an operator around a part of the expression has an answer for an empty text.
    private static func isAsked(_ range: Range<Int>, in node: ExpressionNode) -> Bool {
        guard node.range.lowerBound <= range.lowerBound, range.upperBound <= node.range.upperBound
        else { return false }
        switch node.kind {
        case .binary, .not: return true
        default: return node.children.contains { isAsked(range, in: $0) }
        }
    }
}
