import Planning

/// Ends a job that runs longer than it may, or goes on too long after it was cancelled.
final class JobLimits: Sendable {
    private let signal: CancellationSignal
    private let timeout: Task<Void, any Error>
    private let observer: Int

    /// Starts counting.
    init(job: PlannedJob, signal: CancellationSignal) {
        self.signal = signal
        let (limit, patience) = (job.timeoutMinutes, job.cancelTimeoutMinutes)
        timeout = Task {
            try await Task.sleep(for: .seconds(60 * limit))
            signal.cancel(.jobTimeout)
        }
        observer = signal.observe { reason in
            guard reason != .abort else { return }
            Task {
                try await Task.sleep(for: .seconds(60 * patience))
                signal.cancel(.abort)
            }
        }
    }

    /// Stops counting: the job has ended.
    func lift() {
        timeout.cancel()
        signal.stopObserving(observer)
    }
}
