import Planning
package import RunEvents

/// What one job, or one leg, came to.
package struct JobOutcome: Sendable {
    /// How it ended, before a job-level `continue-on-error`.
    package var conclusion: Conclusion
    /// Why, when no step says so.
    package var reason: String?
    /// Its outputs, in the order they were set.
    package var outputs: [EnvironmentEntry] = []
    /// Wall seconds from start to end.
    package var seconds = 0.0
    /// True when the engine or the network said no before the first step, or was lost in one.
    package var isEngineFailure = false
    /// True when the job's container or folder was lost: a failure that nothing excuses.
    package var hasLostHost = false
    /// True for a job that would have run, in a dry run.
    package var isDryRun = false
    /// The part of them that no step used.
    package var secondsOutsideSteps = 0.0

    /// Describes an end.
    package init(_ conclusion: Conclusion, reason: String? = nil) {
        self.conclusion = conclusion
        self.reason = reason
    }

    /// What a job that would have run comes to in a dry run, and what else is to say of it.
    static func dryRun(_ note: String? = nil) -> JobOutcome {
        var outcome = JobOutcome(.skipped, reason: "dry run" + (note.map { ": \($0)" } ?? ""))
        outcome.isDryRun = true
        return outcome
    }

    /// What a job comes to in a dry run.
    static func dryRun(of job: PlannedJob) -> JobOutcome {
        job.obstacle.map { JobOutcome(.notRun, reason: $0) } ?? .dryRun()
    }

    /// The event that reports it.
    func event(job key: String, isFailureAllowed: Bool) -> Happening {
        .jobFinished(
            JobFinished(
                job: key,
                conclusion: conclusion,
                isFailureAllowed: isFailureAllowed && conclusion == .failure && !hasLostHost,
                seconds: seconds,
                secondsOutsideSteps: secondsOutsideSteps,
                reason: reason,
                outputs: Dictionary(
                    outputs.map { ($0.name, $0.value) },
                    uniquingKeysWith: { _, last in last }
                )
            )
        )
    }
}
