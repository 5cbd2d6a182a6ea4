import Planning
import RunEvents
import Synchronization

/// The steps of a job that run beside the others, from their start until a step waits for them.
///
/// What such a step does to the job shows only once it has been waited for.
/// Source: <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions> on
/// `jobs.<job_id>.steps[*].background`
final class BackgroundSteps: Sendable {
    /// A step that was started and that nobody has waited for yet.
    struct Running: Sendable {
        /// The step.
        let planned: PlannedStep
        /// Its name as shown.
        let name: String
        /// Ends it.
        let signal: CancellationSignal
        /// Gives its end.
        let task: Task<End, Never>
    }

    /// What a step came to.
    struct End: Sendable {
        /// The job as the step found it.
        let before: JobState
        /// The job as the step left it.
        let after: JobState
        /// How it ended, after its own `continue-on-error`.
        let conclusion: Conclusion
        /// Whether it failed by its own doing, not for want of something here.
        let isRealFailure: Bool
    }

    /// How many run at once; further ones wait for their turn.
    static let limit = 10

    private struct State {
        var running: [Running] = []
        var free = BackgroundSteps.limit
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Notes a step that was started.
    func add(_ step: Running) {
        state.withLock { $0.running.append(step) }
    }

    /// Hands over the steps that are chosen, in the order they were started.
    func take(where isChosen: (PlannedStep) -> Bool) -> [Running] {
        state.withLock { state -> [Running] in
            let chosen = state.running.filter { isChosen($0.planned) }
            state.running.removeAll { isChosen($0.planned) }
            return chosen
        }
    }

    /// Runs `body` once fewer than `limit` others run.
    func inTurn<Value: Sendable>(_ body: () async -> Value) async -> Value {
        await withCheckedContinuation { (turn: CheckedContinuation<Void, Never>) in
            let isFree = state.withLock { state -> Bool in
                guard state.free > 0 else {
                    state.waiting.append(turn)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { turn.resume() }
        }
        let value = await body()
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
        return value
    }
}
