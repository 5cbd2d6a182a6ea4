import Expressions
import Planning

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
        var table = StepStatusFunctions(status, job: jobStatus).table
        let hashFiles = hashFiles
        table["hashfiles"] = { .string(try hashFiles($0.map(\.asString))) }
        return table
    }
}
