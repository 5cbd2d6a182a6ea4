import Diagnostics
import Expressions

/// Texts that outsiders write, pasted into a script before a shell reads it.
///
/// Source: <https://docs.github.com/actions/concepts/security/script-injections>
enum InjectionRule {
    /// Looks for such texts in a script's expression.
    static func check(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        guard visit.wants == .script else {
            return
        }
        check(visit.expression.root, visit, &report)
    }

    /// Checks what the value of a node is made of.
    private static func check(
        _ node: ExpressionNode,
        _ visit: ExpressionVisit,
        _ report: inout CheckReport
    ) {
        switch node.kind {
        case .index:
            if let path = UntrustedTexts.path(of: node), UntrustedTexts.holds(path) {
                report.warn(
                    .scriptInjection,
                    "`\(visit.text(of: node))` is written by whoever opens or names it, and "
                        + "becomes part of the script",
                    in: visit,
                    at: node.range,
                    help: help(node, visit)
                )
            }
        case .binary(.or): node.children.forEach { check($0, visit, &report) }
        case .binary(.and): node.children.last.map { check($0, visit, &report) }
        case .call(let name):
            if passing.contains(name.lowercased()) {
                node.children.forEach { check($0, visit, &report) }
            }
        default: break
        }
    }

    /// The functions whose result holds the texts they are given.
    private static let passing: Set<String> = ["format", "join", "tojson", "fromjson", "case"]

    private static func help(_ node: ExpressionNode, _ visit: ExpressionVisit) -> String {
        let expression = "`${{ \(visit.text(of: node)) }}`"
        guard case .run = visit.place.step?.value.kind else {
            return "pass \(expression) as a variable of `env`, and read `process.env`"
        }
        return "pass \(expression) as a variable of `env`, and write `\"$NAME\"` in the script"
    }
}
