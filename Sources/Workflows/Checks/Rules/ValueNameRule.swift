import Diagnostics
import Expressions

/// Secrets and variables whose names GitHub lets nobody give.
///
/// Source: <https://docs.github.com/actions/reference/security/secrets#naming-your-secrets>
enum ValueNameRule {
    /// The contexts that hold them.
    private static let contexts = ["secrets", "vars"]

    /// Checks an expression.
    static func check(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        guard visit.expression.mentions({ contexts.contains($0.lowercased()) }) else { return }
        for reference in visit.expression.references {
            guard contexts.contains(reference.context),
                case .property(let name, let range) = reference.path.first,
                !isPossible(name, in: reference.context),
                reference.context != "secrets" || !isDeclared(name, visit.place.workflow)
            else { continue }
            let kind = reference.context == "secrets" ? "secret" : "variable"
            report.warn(
                .unknownProperty,
                "no \(kind) can be called `\(name)`",
                in: visit,
                at: range,
                notes: [
                    "names hold letters, digits and `_`, and begin neither with a digit nor with "
                        + "`GITHUB_`"
                ]
            )
        }
    }

    /// Whether the callers of a workflow pass a secret under that name, which may be any id.
    private static func isDeclared(_ name: String, _ workflow: Whole<Workflow>?) -> Bool {
        guard let trigger = workflow?.value.on.trigger("workflow_call"),
            case .workflowCall(let call) = trigger.configuration
        else { return false }
        return call.secrets.contains { $0.name.value.lowercased() == name.lowercased() }
    }

    private static func isPossible(_ name: String, in context: String) -> Bool {
        let upper = name.uppercased()
        if context == "secrets", upper == "GITHUB_TOKEN" { return true }
        guard let first = upper.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return !upper.hasPrefix("GITHUB_")
            && upper.utf8.allSatisfy { byte in
                (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
            }
    }
}
