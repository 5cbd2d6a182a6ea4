import RunEvents

/// How the run of one workflow ended.
struct WorkflowEnd: Sendable {
    /// How it ended.
    let conclusion: Conclusion
    /// The process's exit status for it.
    let exitStatus: Int32

    /// That of a workflow that is not valid.
    static let invalid = WorkflowEnd(conclusion: .failure, exitStatus: ExitStatus.invalid)

    /// What matters most of several ends: a failure, then broken files, then what was not run.
    static func worst(of ends: [WorkflowEnd]) -> (Conclusion, Int32) {
        let order = [
            ExitStatus.cancelled, ExitStatus.failed, ExitStatus.invalid, ExitStatus.usage,
            ExitStatus.unavailable, ExitStatus.notRun,
        ]
        for status in order {
            if let end = ends.first(where: { $0.exitStatus == status }) {
                return (end.conclusion, end.exitStatus)
            }
        }
        return (
            ends.contains { $0.conclusion == .success } ? .success : .skipped, ExitStatus.success
        )
    }
}
