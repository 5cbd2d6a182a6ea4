import Diagnostics
import Expressions

extension Converter {
    /// `runs-on`.
    mutating func runsOn(_ value: ValueTemplate?) -> RunsOn? {
        guard let value else {
            return nil
        }
        guard let fields = Fields(value), fields.expressionKeys.isEmpty else {
            return .labels(value)
        }
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
        if let message = group.value.literal.flatMap(RunsOn.problem(ofGroup:)) {
            report(Diagnostic(.runsOnGroup, message, at: group.span))
        }
    }
}
