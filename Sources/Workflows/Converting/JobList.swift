import Diagnostics
import Expressions

/// The jobs of a file, or some of them while others are read beside them.
struct JobList {
    /// The jobs, in the order they are written.
    var jobs: [Job] = []
    /// Where `jobs` stands; nil where it is missing.
    var span: SourceSpan?
    /// Whether one of them could not be read.
    var isBroken = false

    /// Adds the jobs that stand after these.
    mutating func append(_ rest: JobList) {
        jobs += rest.jobs
        isBroken = isBroken || rest.isBroken
    }

    /// What is wrong between all jobs of a file and with what the workflow says.
    func problems(workflowConcurrency: Concurrency?) -> [Diagnostic] {
        let deadlocks = jobs.compactMap { Self.deadlock($0.concurrency, workflowConcurrency) }
        guard let span, !isBroken else { return deadlocks }
        return deadlocks + DependencyGraph(jobs).problems(at: span)
    }

    private static func deadlock(_ job: Concurrency?, _ workflow: Concurrency?) -> Diagnostic? {
        guard let job, let group = job.group.value.literal, !group.isEmpty,
            !Template.hasExpression(group),
            group.lowercased() == workflow?.group.value.literal?.lowercased()
        else {
            return nil
        }
        let isSame = group == workflow?.group.value.literal
        return Diagnostic(
            .concurrency,
            severity: isSame ? .error : .warning,
            "Concurrency group '\(group)' is also defined at the workflow level. This will "
                + "cause a deadlock.",
            at: job.group.span,
            help: "give the job a group of its own"
        )
    }
}
