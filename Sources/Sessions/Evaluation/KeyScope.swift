import Diagnostics
import Expressions

/// The names that the expressions of each workflow key may use, by the key's documented path.
///
/// Source: <https://docs.github.com/en/actions/reference/workflows-and-actions/contexts>
enum KeyScope {
    /// The keys without `<job_id>` and the like, in the order of GitHub's table.
    static let all: [(key: String, scope: NameScope)] = [
        ("run-name", .workflow), ("concurrency", .workflow), ("env", .workflowEnv),
        ("jobs.concurrency", .job), ("jobs.container", .job),
        ("jobs.container.credentials", .containerCredentials),
        ("jobs.container.env", .containerEnv), ("jobs.container.image", .job),
        ("jobs.continue-on-error", .job), ("jobs.defaults.run", .jobDefaults),
        ("jobs.env", .jobEnv), ("jobs.environment", .job),
        ("jobs.environment.url", .environmentURL), ("jobs.if", .jobIf), ("jobs.name", .job),
        ("jobs.outputs", .jobOutputs), ("jobs.runs-on", .job), ("jobs.secrets", .jobEnv),
        ("jobs.services", .job), ("jobs.services.credentials", .containerCredentials),
        ("jobs.services.env", .containerEnv), ("jobs.steps.continue-on-error", .step),
        ("jobs.steps.env", .step), ("jobs.steps.if", .stepIf), ("jobs.steps.name", .step),
        ("jobs.steps.run", .step), ("jobs.steps.timeout-minutes", .step),
        ("jobs.steps.with", .step), ("jobs.steps.working-directory", .step),
        ("jobs.strategy", .strategy), ("jobs.timeout-minutes", .job), ("jobs.with", .job),
        ("on.workflow_call.inputs.default", .workflow),
        ("on.workflow_call.outputs.value", .workflowOutput),
    ]

    /// The scope of a key, such as `jobs.<job_id>.steps.if` or `jobs.steps.if`; of a step also
    /// `if`.
    ///
    /// - Throws: `SessionError.unknownKey`.
    static func scope(of key: String, inStep: Bool = false) throws(SessionError) -> NameScope {
        let parts = key.split(separator: ".").filter { !$0.hasPrefix("<") }
        let name = parts.joined(separator: ".")
        if inStep, let found = all.first(where: { $0.key == "jobs.steps." + name }) {
            return found.scope
        }
        guard let found = all.first(where: { $0.key == name }) else {
            throw .unknownKey(key, known: all.map(\.key))
        }
        return found.scope
    }
}
