import Expressions
import Planning
import Workflows
import Workspaces

extension RunSetup {
    /// What the jobs of a called workflow share; `calls` lead to it, from the run's own on.
    ///
    /// They have the caller's `github` and `vars`, the `env` of their own file alone, and the
    /// secrets that were passed.
    func inside(_ calls: [PlannedCall]) throws(EvaluationFailure) -> RunSetup {
        var setup = self
        for call in calls {
            setup.secrets = try setup.secrets(passedBy: call)
            setup.workflow = call.workflow
            setup.enter(call.call.reference.value)
            setup.inputs = call.inputs
        }
        return setup
    }

    /// Notes where the called file comes from.
    private mutating func enter(_ reference: WorkflowReference) {
        var commit: String?
        if case .repository(let owner, let name, _, let ref) = reference {
            commit = RepositoryName(owner: owner, name: name).flatMap { repository in
                actions.fetched.repository(repository, ref: ref)?.commit
            }
        }
        source = source.called(by: reference, commit: commit)
    }

    /// The secrets that a call passes, and the token, which is always there.
    private func secrets(
        passedBy call: PlannedCall
    ) throws(EvaluationFailure) -> [(name: String, value: String)] {
        let token = secrets.filter { $0.name.uppercased() == "GITHUB_TOKEN" }
        switch call.call.secrets {
        case nil: return token
        case .inherit: return secrets
        case .mapping(let mapping):
            let reader = TemplateReader(
                EvaluationContext([
                    "github": .object(github), "inputs": inputs, "vars": vars,
                    "needs": call.needs, "strategy": call.strategy.context,
                    "matrix": call.leg.context, "secrets": secretsContext,
                ])
            )
            let passed = try reader.textMapping(mapping)
                .map { (name: $0.name.uppercased(), value: $0.value) }
            return token.filter { own in !passed.contains { $0.name == own.name } } + passed
        }
    }
}
