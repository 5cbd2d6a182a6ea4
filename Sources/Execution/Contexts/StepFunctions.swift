import Expressions

/// The functions that a step's expressions see beyond the ones always there.
struct StepFunctions: Sendable {
    /// The status that `success()` and `failure()` read.
    let status: JobState.Status
    /// The status that `cancelled()` reads: always the job's.
    let jobStatus: JobState.Status
    /// Hashes files of the workspace; it may block for as long as that takes.
    let hashFiles: @Sendable ([String]) throws -> String

    /// The functions by lower-case name.
    var table: [String: EvaluationContext.Function] {
        let (status, jobStatus, hashFiles) = (status, jobStatus, hashFiles)
        return [
            "always": { _ in true },
            "cancelled": { _ in .boolean(jobStatus == .cancelled) },
            "success": { _ in .boolean(status == .success) },
            "failure": { _ in .boolean(status == .failure) },
            "hashfiles": { arguments in .string(try hashFiles(arguments.map(\.asString))) },
        ]
    }
}
