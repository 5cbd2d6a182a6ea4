import RunEvents

/// How the run of one workflow ended.
struct WorkflowEnd: Sendable {
    /// How it ended.
    let conclusion: Conclusion
    /// The process's exit status for it.
    let exitStatus: Int32

    /// What matters most of several ends: a failure, then broken files, then what was not run.
    static func worst(of ends: [WorkflowEnd]) -> (Conclusion, Int32) {
        for status: Int32 in [130, 1, 3, 64, 4, 5] {
            if let end = ends.first(where: { $0.exitStatus == status }) {
                return (end.conclusion, end.exitStatus)
            }
        }
        return (ends.contains { $0.conclusion == .success } ? .success : .skipped, 0)
    }
}
