import Workflows

/// Where a step's action is from, as `github` tells it.
struct ActionOrigin: Sendable, Hashable {
    /// `owner/name`; empty for an action of the workspace.
    let repository: String
    /// The ref it was named with; empty for an action of the workspace.
    let ref: String
}

extension StepRunner.Attempt {
    /// What contexts say of this step alone.
    var moment: ContextBuilder.Moment {
        ContextBuilder.Moment(
            environment: environment,
            stepName: step.contextName,
            files: files,
            origin: origin
        )
    }
}
