import Expressions
import Planning

/// What the steps of a job, or the inner steps of one composite action, have in common.
struct StepScope {
    /// The composite action whose inner steps these are.
    struct Action {
        /// The `inputs` context.
        let inputs: ExpressionValue
        /// `github.action_path`: the action's folder as its steps see it.
        let path: String
        /// `github.action_repository`: `owner/name`, empty for a local action.
        var repository: String
        /// `github.action_ref`.
        var ref: String
        /// The key of the step that calls it.
        let instance: String
        /// `github.action`: the name of the job's own step that all this is part of.
        let caller: String
        /// How many problems its steps have recorded, which count together.
        var recorded: [StepAnnotation.Level: Int] = [:]
        /// `github.action_status`: what became of the inner steps so far.
        var status = JobState.Status.success
    }

    /// Nil for the steps of the job itself.
    var action: Action?
    /// `env` of the workflow and the job: below what `GITHUB_ENV` adds.
    var jobEnvironment: [EnvironmentEntry]
    /// What the job's `run` steps go by that name no shell or folder; no action's steps do.
    var defaults = ScriptDefaults()
    /// Folders that are before `PATH` ahead of those of the state.
    var jobPathEntries: [String] = []
    /// `env` of the calling steps, outermost first: above what `GITHUB_ENV` adds.
    var stepEnvironment: [EnvironmentEntry] = []
    /// The `steps` context of an action's inner steps; that of the job is in its state.
    var records = StepRecords()
    /// Whether one of these steps failed by its own doing, not for want of something here.
    var hasRealFailure = false
    /// Whether one of these steps failed where GitHub would have failed before all of them.
    var hasSetUpFailure = false
    /// How many composite actions are around these steps.
    var depth = 0

    /// The `env` context before a step's own `env`, later entries winning.
    func environment(_ state: JobState) -> [EnvironmentEntry] {
        jobEnvironment + state.environment + stepEnvironment
    }

    /// The folders before `PATH`, in the order in which they were added.
    func pathEntries(_ state: JobState) -> [String] {
        var additions = PathAdditions(jobPathEntries)
        for folder in state.pathEntries { additions.add(folder) }
        return additions.folders
    }

    /// The scope as a `run` step sees it, which GitHub's runner tells of no action's repository.
    var ofScript: StepScope {
        var scope = self
        scope.action?.repository = ""
        scope.action?.ref = ""
        return scope
    }

    /// Changes the `steps` context that these steps see: the job's, or the action's own.
    mutating func updateRecords(
        _ state: inout JobState,
        _ change: (inout StepRecords) -> Void
    ) {
        if action == nil {
            change(&state.steps)
        } else {
            change(&records)
        }
    }

    /// The status that `success()` and `failure()` read.
    func status(_ state: JobState) -> JobState.Status {
        action?.status ?? state.status
    }
}
