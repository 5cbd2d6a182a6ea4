import Diagnostics

/// Names in `env` that no shell can read, and passwords that stand in the file.
enum VariableNameRule {
    /// Checks the `env` of a workflow.
    static func check(_ workflow: Workflow, _ report: inout CheckReport) {
        check(workflow.env, &report)
    }

    /// Checks the `env` and the credentials of a job.
    static func check(_ job: Job, _ report: inout CheckReport) {
        guard case .steps(let steps) = job.kind else {
            return
        }
        check(steps.env, &report)
        if case .fields(let container) = steps.container {
            checkPassword(container.credentials, &report)
        }
        if case .services(let services) = steps.services {
            for case .fields(let container) in services.map(\.container) {
                checkPassword(container.credentials, &report)
            }
        }
    }

    /// Checks the `env` of a step.
    static func check(_ visit: StepVisit, _ report: inout CheckReport) {
        check(visit.step.env, &report)
    }

    private static func check(_ env: ValueTemplate?, _ report: inout CheckReport) {
        guard let env, case .mapping(let entries) = env.content else {
            return
        }
        for index in entries.indices {
            guard case .literal(let name) = entries[index].key,
                let byte = name.utf8.first(where: { refused.contains($0) })
            else {
                continue
            }
            let sign =
                byte == UInt8(ascii: " ") ? "a blank" : "`\(Character(Unicode.Scalar(byte)))`"
            report.warn(
                .variableName,
                "`\(name)` is no name of a variable, as it holds \(sign)",
                at: entries[index].keySpan,
                help: "use letters, digits and `_`"
            )
        }
    }

    /// The characters that end a name for every shell.
    private static let refused = Set("=& ".utf8)

    private static func checkPassword(_ value: ValueTemplate?, _ report: inout CheckReport) {
        guard let password = Fields(value)?["password"], case .string = password.content else {
            return
        }
        report.warn(
            .plainPassword,
            "this password can be read by everybody who can read the repository",
            at: password.span,
            help: "make it a secret, and write `${{ secrets.NAME }}`"
        )
    }
}
