import Planning
import Synchronization

/// Ends a job that runs longer than it may, or goes on too long after it was cancelled.
///
/// Source: <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idtimeout-minutes>
final class JobLimits: Sendable {
    private struct State {
        var isLifted = false
        var timers: [Task<Void, any Error>] = []
    }

    private let signal: CancellationSignal
    private let state = Mutex(State())
    private let observer = Mutex<Int?>(nil)

    /// Starts counting; `minute` is what the job's minutes last.
    init(job: PlannedJob, signal: CancellationSignal, minute: Duration) {
        self.signal = signal
        let (limit, patience) = (job.timeoutMinutes, job.cancelTimeoutMinutes)
        after(minute * limit) { signal.cancel(.jobTimeout) }
        let id = signal.observe { [weak self] reason in
            guard reason != .abort else { return }
            self?.after(minute * patience) { signal.cancel(.abort) }
        }
        observer.withLock { $0 = id }
    }

    /// Stops counting: the job has ended.
    func lift() {
        state.withLock { state in
            state.isLifted = true
            for timer in state.timers { timer.cancel() }
            state.timers = []
        }
        if let id = observer.withLock({ $0 }) { signal.stopObserving(id) }
    }

    private func after(_ time: Duration, _ body: @escaping @Sendable () -> Void) {
        state.withLock { state in
            guard !state.isLifted else { return }
            state.timers.append(
                Task {
                    try await Task.sleep(for: time)
                    body()
                }
            )
        }
    }
}

extension CancellationSignal.Reason {
    /// Why a job was cancelled, for its report.
    func explanation(for job: PlannedJob) -> String {
        switch self {
        case .failFast where job.strategy.jobTotal == 1 && !job.calls.isEmpty:
            Self.outerLeg
        case .failFast: "another leg of its matrix failed"
        case .jobTimeout:
            "it has exceeded the maximum execution time of \(job.timeoutMinutes) minutes"
        case .replaced: "a newer one of its concurrency group took its place"
        case .user, .abort: "the run was cancelled"
        case .step: "a `cancel` step ended it"
        }
    }

    /// Why a job of a called workflow never started, where the cause is none of the run's own.
    var explanationOfCall: String? {
        switch self {
        case .failFast: Self.outerLeg
        case .replaced: "a newer one of its concurrency group took its place"
        case .user, .abort, .jobTimeout, .step: nil
        }
    }

    private static let outerLeg = "another leg of the job that calls it failed"
}
