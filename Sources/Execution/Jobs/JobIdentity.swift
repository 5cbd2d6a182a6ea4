import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What one job of a run is known by outside of the workflow.
struct JobIdentity: Sendable {
    /// `job.check_run_id`: a number that no other job of this run has.
    let checkRun: Int
    /// `RUNNER_TRACKING_ID`, which GitHub's runner finds a job's orphans by.
    let tracking: String
    /// `ACTIONS_ORCHESTRATION_ID`, which clients name themselves with: the run's and the job's.
    let orchestration: String
}

/// Gives every job of a workflow's run an identity of its own.
final class JobIdentities: Sendable {
    private let count = Mutex(0)

    private let runID = UUID().uuidString.lowercased()

    /// The identity of the next job, `id` in its workflow; its number is made of `run`, which is
    /// `github.run_id`.
    func next(run: Double, id: String) -> JobIdentity {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return JobIdentity(
            // At most 14 digits, so that no text of it has an exponent.
            checkRun: (Int(exactly: run) ?? 0) % 100_000_000_000 * 1000 + number,
            tracking: "github_\(UUID().uuidString.lowercased())",
            orchestration: "\(runID).\(id).__default"
        )
    }
}
