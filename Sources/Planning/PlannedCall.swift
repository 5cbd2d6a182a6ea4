package import Expressions
package import Workflows

/// A job, or one leg of it, that calls another workflow file: all that is decided before its first
/// inner job.
package struct PlannedCall: Sendable {
    /// Unique within the run, such as `deploy (2)`; keys of the inner jobs begin with it.
    package let key: String
    /// The display name; names of the inner jobs begin with it.
    package let name: String
    /// The calling job as written.
    package let job: Job
    /// What is written of the call.
    package let call: ReusableCall
    /// The workflow that is called.
    package let workflow: Workflow
    /// The leg it is.
    package let leg: MatrixLeg
    /// The `strategy` context's values.
    package let strategy: StrategyFacts
    /// The groups it runs in turn with, the job's own before that of the called workflow.
    package let groups: [ConcurrencyGroup]
    /// The `inputs` context of the inner jobs.
    package let inputs: ExpressionValue
    /// The `needs` context of the calling job.
    package let needs: ExpressionValue
    /// The calls that lead to the calling job, from the run's own on.
    package let calls: [PlannedCall]

    /// What the called workflow takes and gives.
    package var trigger: WorkflowCallTrigger? {
        let configuration = workflow.on.trigger("workflow_call")?.configuration
        guard case .workflowCall(let trigger) = configuration else { return nil }
        return trigger
    }
}
