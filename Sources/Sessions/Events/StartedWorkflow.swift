import Expressions
import Workflows

/// One workflow with all that its event gives it: the payload, the inputs, the `github` context.
struct StartedWorkflow {
    /// The event, with the inputs in its payload.
    let event: Event
    /// The inputs, typed, and what is wrong with them.
    let inputs: DispatchInputs
    /// The `github` context without what differs per job and step, in the order it is printed.
    let github: [(String, ExpressionValue)]

    /// Fits an event and values to a workflow.
    ///
    /// - Parameters:
    ///   - workflow: The workflow, free of errors; nil for what belongs to none.
    ///   - event: The event that starts it.
    ///   - revision: The state it runs for.
    ///   - values: Inputs, variables and the token.
    ///   - token: A token in place of that of the values.
    ///   - runNumber: A number that no other run of this machine has.
    init(
        _ workflow: Workflow?,
        event: Event,
        revision: Revision,
        values: RunValues,
        token: String? = nil,
        runNumber: Int
    ) {
        func github(_ event: Event) -> [(String, ExpressionValue)] {
            GitHubContext(
                revision: revision,
                event: event,
                workflow: workflow,
                runNumber: runNumber,
                token: token ?? (event.isOfFork ? values.ownToken : values.token)
            ).entries
        }
        inputs = DispatchInputs(
            workflow,
            event: event,
            given: values.inputs,
            secrets: values.secrets.map(\.name),
            contexts: EvaluationContext([
                "github": .object(github(event)), "vars": values.variables,
            ])
        )
        let place = workflow.map(GitHubContext.place)
        self.event = event.adding(inputs: inputs.texts, of: place)
        self.github = github(self.event)
    }
}
