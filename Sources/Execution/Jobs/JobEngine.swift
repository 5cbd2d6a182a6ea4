package import Diagnostics
package import Planning
import RunEvents
import Workflows

/// Makes the place a job runs in: containers of an engine, or a folder of this machine.
///
/// One value serves all jobs of a run, several at once.
package protocol JobEngine: Sendable {
    /// Why this engine cannot run the job at all; nil when it can.
    ///
    /// Such a job is reported as not run: it has no verdict.
    func obstacle(to job: PlannedJob) async -> JobObstacle?

    /// Labels of the job's `runs-on` that the place it runs in does not stand for.
    func ignoredLabels(of job: PlannedJob) -> [String]

    /// Makes everything the job needs, up to healthy services.
    ///
    /// Where steps have their turns although something of it failed, the job has a `failure`.
    /// What was made is removed again when it throws; when it returns, by the job's `close`.
    func open(_ opening: JobOpening) async throws(JobOpenError) -> OpenJob
}

extension JobEngine {
    /// None: an engine with one place for all jobs says so for all labels at once.
    package func ignoredLabels(of job: PlannedJob) -> [String] { [] }
}

/// Why a job cannot be run here.
package struct JobObstacle: Sendable {
    /// The reason, and what the user can do.
    package let reason: String
    /// Where the workflow asks for what is not here.
    package let span: SourceSpan

    /// Describes an obstacle.
    package init(_ reason: String, at span: SourceSpan) {
        self.reason = reason
        self.span = span
    }
}

/// What an engine is told of the job it opens.
package struct JobOpening: Sendable {
    /// The job's key in events.
    package let key: String
    /// The job as planned.
    package let job: PlannedJob
    /// The repository's name without its owner.
    package let repositoryName: String
    /// The payload for `GITHUB_EVENT_PATH`.
    package let eventJSON: String
    /// The job's container; nil when it runs in a runner image.
    package let container: ContainerRequest?
    /// Its services.
    package let services: [ServiceRequest]
    /// Where events go.
    package let sink: EventSink
    /// What must not be shown.
    package let masks: SecretMasks
}

/// Why the place for a job could not be made.
package struct JobOpenError: Error, Sendable {
    /// Whose doing it is.
    package enum Cause: Sendable {
        /// The engine or the network said no.
        case engine
        /// The workflow is wrong: the job fails on GitHub, too.
        case workflow
        /// This machine does not give what GitHub's would: the job is not run.
        case here
    }

    /// What went wrong.
    package let message: String
    /// What the user can do.
    package let help: String?
    /// Where the workflow asks for it.
    package let span: SourceSpan?
    /// Whose doing it is.
    package let cause: Cause
    /// What kind of thing is wrong.
    package let code: DiagnosticCode

    /// Describes the failure.
    package init(
        _ message: String,
        help: String? = nil,
        at span: SourceSpan? = nil,
        cause: Cause = .engine,
        code: DiagnosticCode? = nil
    ) {
        self.message = message
        self.help = help
        self.span = span
        self.cause = cause
        self.code = cause == .engine ? .engine : code ?? .container
    }

    /// What a job comes to for which it failed.
    func outcome(_ masks: SecretMasks) -> JobOutcome {
        var outcome = JobOutcome(.failure, reason: masks.masked(message).text)
        outcome.isEngineFailure = cause == .engine
        return outcome
    }

    /// The failure as a reason why the job is not run.
    func obstacle(to job: PlannedJob) -> JobObstacle {
        JobObstacle(
            help.map { "\(message); \($0)" } ?? message,
            at: span ?? job.work.runsOn.span
        )
    }
}
