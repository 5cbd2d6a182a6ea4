import Planning

/// A leg that waits for its concurrency group; only then it waits for a runner.
struct WaitingJob: Sendable {
    /// The leg.
    let job: PlannedJob
    /// The place of its file in the schedule.
    let file: Int
    /// Tells it to stop.
    let signal: CancellationSignal
}
