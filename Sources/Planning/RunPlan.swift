package import Diagnostics
package import Workflows

/// What a workflow would run, decided before anything runs.
///
/// Every job is taken to succeed when it runs. What only a run can tell, such as an output of
/// another job, is said to be so and not guessed.
package struct RunPlan: Sendable {
    /// The workflow's name, or its path when it has none.
    package let workflow: String
    /// The workflow's path, as it is shown.
    package let file: String
    /// The event it is planned for.
    package let event: String
    /// The jobs asked for and those they need, in the order written.
    package let jobs: [PlanEntry]
    /// Why jobs cannot be planned; the run would fail them with the same words.
    package let diagnostics: [Diagnostic]
}

/// One job of a plan.
package struct PlanEntry: Sendable {
    /// The id, as written.
    package let id: String
    /// The name as written, expressions unevaluated; without one, the id.
    package let name: String
    /// Where the id stands.
    package let span: SourceSpan
    /// The ids of the jobs it needs, as written.
    package let needs: [String]
    /// 1 for a job that needs none; any other comes one stage after the last job it needs.
    package let stage: Int
    /// Its `if`, as written.
    package let condition: String?
    /// What becomes of it.
    package let fate: Fate
    /// Its steps, whatever its fate; none for a job that calls another workflow.
    package let steps: [Step]

    /// What becomes of a job.
    package enum Fate: Sendable {
        /// These legs run; a job without a matrix has one.
        case legs([PlannedJob])
        /// Its condition is false.
        case skipped(reason: String)
        /// Whether it runs, or as what, depends on what other jobs put out.
        case unresolved(reason: String)
        /// It cannot be run on this machine.
        case notRun(reason: String)
        /// It cannot be planned: it would fail before its first step.
        case invalid(reason: String)
    }
}
