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
                warn("is written by whoever opens or names it", node, visit, &report)
            } else if let name = variable(node), isUntrusted(name, visit.place) {
                warn("holds what outsiders write, as set in this file", node, visit, &report)
            }
        case .binary(.or): node.children.forEach { check($0, visit, &report) }
        case .binary(.and): node.children.last.map { check($0, visit, &report) }
        case .call(let name):
            if passing.contains(name.lowercased()) {
                node.children.forEach { check($0, visit, &report) }
            }
            if name.lowercased() == "tojson", let object = node.children.first,
                let path = UntrustedTexts.path(of: object), UntrustedTexts.isAround(path)
            {
                warn("holds texts that outsiders write", node, visit, &report)
            }
        default: break
        }
    }

    private static func warn(
        _ reason: String,
        _ node: ExpressionNode,
        _ visit: ExpressionVisit,
        _ report: inout CheckReport
    ) {
        report.warn(
            .scriptInjection,
            "`\(visit.text(of: node))` \(reason), and becomes part of the script",
            in: visit,
            at: node.range,
            help: help(node, visit)
        )
    }

    /// The name of the variable that a node reads from `env`.
    private static func variable(_ node: ExpressionNode) -> String? {
        guard case .namedValue(let context) = node.children[0].kind, context.lowercased() == "env",
            case .literal(.string(let name)) = node.children[1].kind
        else { return nil }
        return name
    }

    /// Whether the innermost `env` that sets a variable sets it to such a text.
    private static func isUntrusted(_ name: String, _ place: ExpressionVisit.Place) -> Bool {
        var environments = [place.step?.env]
        if case .steps(let work) = place.job?.kind { environments.append(work.env) }
        environments.append(place.workflow?.value.env)
        let values = environments.lazy.compactMap { env in
            Fields(env)?.named.first { $0.name.value.lowercased() == name.lowercased() }?.value
        }
        guard case .template(let template) = values.first?.content else { return false }
        return template.expressions.contains { holdsUntrusted($0.root) }
    }

    private static func holdsUntrusted(_ node: ExpressionNode) -> Bool {
        switch node.kind {
        case .index: UntrustedTexts.path(of: node).map(UntrustedTexts.holds) ?? false
        case .binary(.or): node.children.contains(where: holdsUntrusted)
        case .binary(.and): node.children.last.map(holdsUntrusted) ?? false
        case .call(let name):
            passing.contains(name.lowercased()) && node.children.contains(where: holdsUntrusted)
        default: false
        }
    }

    /// The functions whose result holds the texts they are given.
    private static let passing: Set<String> = ["format", "join", "tojson", "fromjson", "case"]

    private static func help(_ node: ExpressionNode, _ visit: ExpressionVisit) -> String {
        if case .index = node.kind, let name = variable(node) {
            return "write `\"$\(name)\"` in the script"
        }
        let expression = "`${{ \(visit.text(of: node)) }}`"
        guard case .run = visit.place.step?.kind else {
            return "pass \(expression) as a variable of `env`, and read `process.env`"
        }
        return "pass \(expression) as a variable of `env`, and write `\"$NAME\"` in the script"
    }
}
