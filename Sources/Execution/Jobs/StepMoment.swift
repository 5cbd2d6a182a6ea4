import Planning
import Workflows

/// What the expressions of one step of a job saw, as far as it changes from step to step.
package struct StepMoment: Sendable, Hashable, Codable {
    /// The step's key in events, such as `3`, or `3.1` in a group.
    package let key: String
    /// Its id, as written.
    package let id: String?
    /// `github.action`.
    package let action: String
    /// `job.status`.
    package let status: JobState.Status
    /// The `env` context with its own `env`, later entries winning.
    package let environment: [EnvironmentEntry]
    /// How many entries the `steps` context had.
    package let reached: Int

    /// The same without secrets.
    func masked(_ masks: SecretMasks) -> StepMoment {
        StepMoment(
            key: key,
            id: id,
            action: action,
            status: status,
            environment: environment.map {
                EnvironmentEntry(masks.masked($0.name).text, masks.masked($0.value).text)
            },
            reached: reached
        )
    }
}

extension StepRunner {
    /// Notes what a step of the job itself sees; not for the stages of its action before and after.
    func note(_ attempt: Attempt, in scope: StepScope, _ state: inout JobState) {
        guard scope.action == nil, attempt.stage == .main else { return }
        state.moments.append(
            StepMoment(
                key: attempt.planned.key,
                id: attempt.id,
                action: attempt.step.contextName,
                status: state.status,
                environment: attempt.environment,
                reached: state.steps.all.count
            )
        )
    }
}
