package import Expressions

/// `success()`, `failure()`, `cancelled()` and `always()` of a step's expressions.
package struct StepStatusFunctions: Sendable {
    /// How things stand when the step has its turn.
    package enum Status: String, Sendable, Hashable, Codable {
        case success, failure, cancelled
    }

    private let status: Status
    private let jobStatus: Status

    /// The functions at a status; inside a composite action `cancelled()` alone reads the job's.
    package init(_ status: Status, job: Status? = nil) {
        self.status = status
        jobStatus = job ?? status
    }

    /// The functions by lower-case name.
    package var table: [String: EvaluationContext.Function] {
        let (status, jobStatus) = (status, jobStatus)
        return [
            "always": { _ in true },
            "cancelled": { _ in .boolean(jobStatus == .cancelled) },
            "success": { _ in .boolean(status == .success) },
            "failure": { _ in .boolean(status == .failure) },
        ]
    }
}
