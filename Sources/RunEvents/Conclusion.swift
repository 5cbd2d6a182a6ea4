/// How a step or job ended.
///
/// Source: <https://docs.github.com/actions/reference/accessing-contextual-information-about-workflow-runs#steps-context>;
/// `notRun` is ours: the job could not be executed on this machine and has no verdict.
package enum Conclusion: String, Sendable, Hashable, Codable {
    case success, failure, cancelled, skipped
    /// Could not be executed here; never counted as passed.
    case notRun = "not_run"
}
