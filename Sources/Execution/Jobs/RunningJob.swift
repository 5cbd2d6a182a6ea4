import Diagnostics
import Expressions
import Planning
import RunEvents
import Synchronization

/// What every part of a job that runs has at hand; nothing of it changes while it runs.
///
/// A background step has a signal of its own, which the job's sets off.
struct RunningJob: Sendable {
    /// The job's key in events.
    let key: String
    /// What all jobs of the run share.
    let setup: RunSetup
    /// The job as planned.
    let plan: PlannedJob
    /// Its container or folder.
    let room: OpenJob
    /// What must not be shown.
    let masks: SecretMasks
    /// Where events go.
    let sink: EventSink
    /// Tells it to stop.
    var signal: CancellationSignal
    /// Whether its container or folder is gone.
    let loss: HostLoss
    /// Where its scripts' shells are.
    let shells: ShellPaths
    /// Names for scripts and environment files.
    let names: NameSource
    /// What a minute of `timeout-minutes` is.
    let minute: Duration
    /// Its problem matchers.
    let matchers = JobMatchers()
    /// What its actions leave for their later stages.
    let actions = ActionMemory()
    /// What its JavaScript actions run on.
    let nodes: NodeRuntimes
    /// What the job is known by outside of the workflow.
    let identity: JobIdentity
    /// Its way to the run's services.
    let services: JobServiceDoor
    /// More settings of its git; nil for none.
    let gitFile: String?

    /// Builds contexts for the job's expressions.
    var contexts: ContextBuilder {
        ContextBuilder(setup: setup, job: plan, room: room, identity: identity)
    }

    /// Says one line of the job or of one of its steps, masked.
    func say(_ kind: LogLines.Kind, _ text: String, step: String?) async {
        let shown = masks.masked(text).text
        await sink.send(.log(LogLines(job: key, step: step, kind: kind, text: shown)))
    }

    /// Reports a problem as GitHub's runner does: as a line and as an annotation.
    func report(
        _ level: Annotation.Level,
        _ message: String,
        step: String?,
        at span: SourceSpan? = nil
    ) async {
        await say(LogLines.Kind(level), message, step: step)
        await sink.send(
            .annotation(
                Annotation(
                    job: key,
                    step: step,
                    level: level,
                    message: masks.masked(message).text,
                    file: span?.file,
                    line: span?.start.line,
                    column: span?.start.column
                )
            )
        )
    }
}

extension LogLines.Kind {
    /// The kind of the line that shows a problem of this level.
    init(_ level: Annotation.Level) {
        switch level {
        case .error: self = .error
        case .warning: self = .warning
        case .notice: self = .notice
        }
    }
}

/// Hands out short names that are unique within one job.
final class NameSource: Sendable {
    private let count = Mutex(0)

    /// The next name.
    func next() -> String {
        String(
            count.withLock { count in
                count += 1
                return count
            }
        )
    }
}
