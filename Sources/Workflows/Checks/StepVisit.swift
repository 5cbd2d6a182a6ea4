/// One step and what surrounds it, as the rules for steps see it.
struct StepVisit {
    /// The step.
    let step: Step
    /// The steps before it, in the same job or action.
    let earlier: ArraySlice<Step>
    /// The job it stands in; nil in a composite action.
    let job: Job?
    /// The workflow it stands in; nil in a composite action.
    let workflow: Whole<Workflow>?

    /// What the job has that runs steps.
    var stepsJob: StepsJob? {
        if case .steps(let steps) = job?.kind { steps } else { nil }
    }
}
