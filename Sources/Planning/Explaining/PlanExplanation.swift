/// Why each job and step of a plan would run or not, as far as the plan alone can tell.
package struct PlanExplanation: Sendable {
    /// What is explained.
    package let plan: RunPlan
    /// What the filters of the event said; nil when the event is not held against them.
    package let filters: FilterVerdict?
    /// The jobs, in the plan's order.
    package let jobs: [JobExplanation]
}

/// Why one job would run or not.
package struct JobExplanation: Sendable, Hashable {
    /// The id.
    package let id: String
    /// When it runs.
    package let condition: ConditionExplanation
    /// Where its matrix's values come from; nil without a matrix that is known.
    package let matrix: MatrixOrigins?
    /// Its steps, in order.
    package let steps: [StepExplanation]
}

/// Why one step would run or not.
package struct StepExplanation: Sendable, Hashable {
    /// The step's key within its job.
    package let key: String
    /// When it runs: one answer for all legs, or one for each group of legs that differ.
    package let answers: [Answer]
    /// The steps of a `parallel` group.
    package let steps: [StepExplanation]

    /// What holds for some legs.
    package struct Answer: Sendable, Hashable {
        /// The legs' names; empty when it holds for all.
        package let legs: [String]
        /// When the step runs in them.
        package let condition: ConditionExplanation
    }
}
