import Diagnostics
import Expressions

extension Converter {
    /// `runs-on`.
    mutating func runsOn(_ value: ValueTemplate?) -> RunsOn? {
        guard let value else {
            return nil
        }
        guard let fields = Fields(value) else {
            return .labels(value)
        }
        rejectExpressionKeys(fields)
        let group = fields["group"]?.text
        let labels = fields["labels"]
        if let group {
            checkRunnerGroup(group)
        }
        guard group != nil || labels != nil else {
            report(
                Diagnostic(
                    .missingKey,
                    "`runs-on` names neither a group nor labels",
                    at: value.span,
                    help: "add `labels:` or `group:`"
                )
            )
            return nil
        }
        return .group(group, labels: labels, value.span)
    }

    private mutating func checkRunnerGroup(_ group: Located<Template>) {
        guard let name = group.value.literal, let slash = name.firstIndex(of: "/") else {
            return
        }
        let prefix = name[..<slash]
        let rest = name[name.index(after: slash)...]
        let isKnown = ["org", "organization", "ent", "enterprise"].contains(String(prefix))
        guard !isKnown || rest.isEmpty || rest.contains("/") else {
            return
        }
        let advice =
            isKnown && rest.isEmpty
            ? ""
            : " Please use 'organization/' or 'enterprise/' prefix to target a single runner group."
        report(
            Diagnostic(
                .runsOnGroup,
                "Invalid runs-on group name '\(name)'.\(advice)",
                at: group.span
            )
        )
    }
}
