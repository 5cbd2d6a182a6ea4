import Diagnostics
import RunEvents

/// One thing that failed, with what is needed to understand it.
struct Failure: Sendable, Hashable {
    /// The job's display name.
    let job: String
    /// The step's name; nil when the job failed outside its steps.
    let step: String?
    /// Where it is written.
    let span: SourceSpan?
    /// The exit status, the reason, or both.
    let cause: String?
    /// The last lines.
    let tail: LineTail
    /// Whether the workflow lets it pass.
    let isAllowed: Bool

    /// The failures of a job: its failed steps, innermost ones only, else the job itself.
    static func all(in job: JobPicture) -> [Failure] {
        guard let end = job.end, end.conclusion == .failure else {
            return []
        }
        let failed = job.steps.filter { $0.end?.conclusion == .failure }
        let innermost = failed.filter { step in !failed.contains { $0.isInside(step.key) } }
        let ofSteps = innermost.map { step in
            Failure(
                job: job.name,
                step: step.name,
                span: step.span,
                cause: step.end.flatMap(Wording.cause),
                tail: step.tail,
                isAllowed: end.isFailureAllowed
            )
        }
        guard ofSteps.isEmpty || end.reason != nil else {
            return ofSteps
        }
        let ofJob = Failure(
            job: job.name,
            step: nil,
            span: job.span,
            cause: end.reason.map(LogText.oneLine),
            tail: job.tail,
            isAllowed: end.isFailureAllowed
        )
        return ofSteps + [ofJob]
    }
}
