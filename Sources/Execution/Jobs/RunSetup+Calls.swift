import Expressions
import Planning
import Workflows

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
            setup.source = setup.source.called(by: call.call.reference.value)
            setup.inputs = call.inputs
        }
        return setup
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
