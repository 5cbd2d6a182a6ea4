import Synchronization

/// How large the outputs of a job, and of all jobs of a run, may be.
///
/// Sizes are bytes in UTF-16, as GitHub counts them.
/// Source: <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions> on
/// `jobs.<job_id>.outputs`
final class OutputBudget: Sendable {
    /// The most that one job may give: 1 MiB.
    static let ofJob = 1 << 20
    /// The most that all jobs of a run may give: 50 MiB.
    static let ofRun = 50 << 20

    private let used = Mutex(0)

    /// Takes the outputs of one job into account.
    ///
    /// - Throws: when they are too large; they then count as not given.
    func take(_ outputs: [(name: String, value: String)]) throws(OutputsTooLarge) {
        let size = outputs.reduce(0) { $0 + 2 * ($1.name.utf16.count + $1.value.utf16.count) }
        guard size <= Self.ofJob else { throw .ofJob }
        let fits = used.withLock { used in
            guard used + size <= Self.ofRun else { return false }
            used += size
            return true
        }
        guard fits else { throw .ofRun }
    }
}

/// Outputs that are larger than GitHub takes.
enum OutputsTooLarge: Error, CustomStringConvertible {
    /// One job's.
    case ofJob
    /// All jobs' together.
    case ofRun

    /// The runner's words for a job; for the whole run, which GitHub's service looks at, our own.
    var description: String {
        switch self {
        case .ofJob: "The template is not valid. Maximum object size exceeded"
        case .ofRun: "the outputs of this run's jobs are larger than 50 MiB together"
        }
    }
}
