import Diagnostics
import Expressions

/// The jobs of a file, or some of them while others are read beside them.
struct JobList {
    /// The jobs, in the order they are written.
    var jobs: [Job] = []
    /// Where `jobs` stands; nil where it is missing.
    var span: SourceSpan?
    /// Whether some stand under keys that are expressions.
    var hasUnknownIDs = false
    /// The ids of those that could not be read.
    var broken: [String] = []

    /// Adds the jobs that stand after these.
    mutating func append(_ rest: JobList) {
        jobs += rest.jobs
        hasUnknownIDs = hasUnknownIDs || rest.hasUnknownIDs
        broken += rest.broken
    }

    /// What is wrong between all jobs of a file and with what the workflow says.
    func problems(workflowConcurrency: Concurrency?) -> [Diagnostic] {
        let deadlocks = jobs.compactMap { Self.deadlock($0.concurrency, workflowConcurrency) }
        guard let span, !hasUnknownIDs else { return deadlocks }
        return deadlocks + DependencyGraph(jobs, broken: broken).problems(at: span)
    }

    private static func deadlock(_ job: Concurrency?, _ workflow: Concurrency?) -> Diagnostic? {
        guard let job, let group = job.group.plainText?.value, !group.isEmpty,
            !Template.hasExpression(group),
            group.lowercased() == workflow?.group.plainText?.value.lowercased()
        else {
            return nil
        }
        let isSame = group == workflow?.group.plainText?.value
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
