import Diagnostics
import Expressions

/// Shells that no runner knows, or that the runner a job names does not have.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell>,
/// the runner's `ScriptHandlerHelpers`
enum ShellRule {
    private static let known = ["bash", "cmd", "powershell", "pwsh", "python", "sh"]
    /// The shells that only Windows has.
    private static let ofWindows: Set<String> = ["cmd", "powershell"]

    /// Checks the shell of a `run` step.
    static func check(_ visit: StepVisit, _ report: inout CheckReport) {
        guard case .run(let run) = visit.step.kind, let shell = run.shell else {
            return
        }
        // A step with a condition may be one for another runner, as in a matrix of an action.
        let isForAnother = visit.step.condition?.expression?.mentions { name in
            ["runner", "matrix"].contains(name.lowercased())
        }
        check(shell, runsOn: isForAnother == true ? nil : visit.stepsJob?.runsOn, &report)
    }

    /// Checks the `defaults.run.shell` of a job.
    static func check(_ job: Job, _ report: inout CheckReport) {
        guard case .steps(let steps) = job.kind, let shell = steps.defaults?.shell else {
            return
        }
        check(shell, runsOn: steps.runsOn, &report)
    }

    /// Checks the `defaults.run.shell` of a workflow.
    static func check(_ workflow: Workflow, _ report: inout CheckReport) {
        if let shell = workflow.defaults?.shell {
            check(shell, runsOn: nil, &report)
        }
    }

    private static func check(
        _ shell: Located<Template>,
        runsOn: RunsOn?,
        _ report: inout CheckReport
    ) {
        guard let text = shell.value.literal, !text.contains("{0}") else {
            return
        }
        // Options after the name make no difference to which shell it is.
        let name = text.lowercased()
        guard known.contains(name) else {
            let nearest = NearestMatch.nearest(to: name, in: known)
            report.warn(
                .shell,
                "`\(text)` is no shell that runners know",
                at: shell.span,
                notes: [
                    "the shells are \(known.map { "`\($0)`" }.joined(separator: ", ")), "
                        + "and any command with `{0}` for the script's file"
                ],
                help: nearest.map { "did you mean `\($0)`?" } ?? "write `\(text) {0}`"
            )
            return
        }
        if ofWindows.contains(name), let label = hostedLabelWithoutWindows(runsOn) {
            report.warn(
                .shell,
                "`\(text)` is a shell of Windows, which `\(label)` does not have",
                at: shell.span,
                help: "write `\(name == "cmd" ? "bash" : "pwsh")`"
            )
        }
    }

    /// The label of one of GitHub's own runners that is no Windows, when the job names it alone.
    private static func hostedLabelWithoutWindows(_ runsOn: RunsOn?) -> String? {
        guard case .labels(let value) = runsOn, case .string(let label) = value.content,
            label.hasPrefix("ubuntu-") || label.hasPrefix("macos-")
        else {
            return nil
        }
        return label
    }
}
