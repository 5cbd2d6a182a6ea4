package import Diagnostics

/// One thing that happened in a run, stamped with when and in which run.
///
/// Shape as JSON: one object a line, `{"version":1,"time":…,"run":"…","type":"stepStarted",…}`;
/// the fields of the happening stand beside `type`. Front ends see these values and nothing else.
package struct RunEvent: Sendable, Hashable {
    /// The version of the JSON form; a field is only ever added within one version.
    package static let version = 1

    /// Seconds since 1970-01-01T00:00:00Z, with fractions to the millisecond.
    package let time: Double
    /// The id of the run, unique on this machine.
    package let run: String
    /// What happened.
    package let happening: Happening

    /// Stamps a happening.
    package init(time: Double, run: String, happening: Happening) {
        self.time = time
        self.run = run
        self.happening = happening
    }
}

/// The vocabulary of what can happen in a run.
package enum Happening: Sendable, Hashable {
    /// The run began; nothing of it has been executed yet.
    case runStarted(RunStarted)
    /// A workflow that the event would start if its filters let it.
    case workflowNotStarted(WorkflowNotStarted)
    /// An error, warning or note about the user's files or about the world.
    case diagnostic(Diagnostic)
    /// Something stands in for something else, such as an image for a label.
    case substitution(Substitution)
    /// Something the workflow asks for that this run did not do.
    case notHonoured(NotHonoured)
    /// Bytes of an image arrived.
    case imagePull(ImagePull)
    /// A job, or one leg of a matrix job, is known and waits for its turn.
    case jobQueued(JobQueued)
    /// A job's container or host folder is being made.
    case jobStarted(JobStarted)
    /// A job ended, was skipped, or could not run here.
    case jobFinished(JobFinished)
    /// A step's condition was true and it began.
    case stepStarted(StepStarted)
    /// A step ended or was skipped.
    case stepFinished(StepFinished)
    /// Masked lines of output.
    case log(LogLines)
    /// A problem a step reported with `::error::`, `::warning::` or `::notice::`.
    case annotation(Annotation)
    /// Markdown a step appended to its summary.
    case summary(StepSummary)
    /// The run ended; the last event of its stream.
    case runFinished(RunFinished)
}
