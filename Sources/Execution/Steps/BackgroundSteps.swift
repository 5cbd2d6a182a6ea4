import Planning
import RunEvents
import Synchronization
import Workflows

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
        /// The job as the step left it, of variables and folders of `PATH` only those that the
        /// step has set.
        let after: JobState
        /// How it ended, after its own `continue-on-error`.
        let conclusion: Conclusion
        /// Whether it failed by its own doing, not for want of something here.
        let isRealFailure: Bool
    }

    /// A step that has been waited for or that was to end.
    struct Ended: Sendable {
        /// The step.
        let planned: PlannedStep
        /// Its name as shown.
        let name: String
        /// How it ended, after its own `continue-on-error`.
        let conclusion: Conclusion
        /// Whether it failed by its own doing, not for want of something here.
        let isRealFailure: Bool
    }

    /// How many run at once; further ones wait for their turn.
    static let limit = 10

    private struct State {
        var running: [Running] = []
        var ended: [Ended] = []
        var free = BackgroundSteps.limit
        var waiting: [(id: Int, answer: AsyncStream<Bool>.Continuation)] = []
        var lastID = 0
    }

    private let state = Mutex(State())

    /// Notes a step that was started.
    func add(_ step: Running) {
        state.withLock { $0.running.append(step) }
    }

    /// Whether there is a step that nobody has waited for.
    var isAnyRunning: Bool { state.withLock { !$0.running.isEmpty } }

    /// Hands over the steps that are chosen, in the order they were started.
    func take(where isChosen: (PlannedStep) -> Bool) -> [Running] {
        state.withLock { state -> [Running] in
            let chosen = state.running.filter { isChosen($0.planned) }
            state.running.removeAll { isChosen($0.planned) }
            return chosen
        }
    }

    /// Notes how a step ended that somebody has waited for.
    func note(_ end: End, of step: Running) {
        let ended = Ended(
            planned: step.planned,
            name: step.name,
            conclusion: end.conclusion,
            isRealFailure: end.isRealFailure
        )
        state.withLock { $0.ended.append(ended) }
    }

    /// Those that somebody has waited for, in the order they were waited for.
    var ended: [Ended] { state.withLock { $0.ended } }

    /// The names that steps are shown with; of a step that was not started, its id.
    func names(of ids: [String]) -> [String] {
        let known = state.withLock { state in
            state.running.map { ($0.planned, $0.name) } + state.ended.map { ($0.planned, $0.name) }
        }
        return ids.map { id in known.first { $0.0.has(id: id) }?.1 ?? id }
    }

    /// Takes a place among those that run at once, or one in the queue for it.
    ///
    /// The order of the calls is the order of the turns.
    /// - Returns: what `inTurn` takes.
    func queue(until signal: CancellationSignal) -> Turn {
        let (answer, gives) = AsyncStream<Bool>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let id = state.withLock { state -> Int? in
            guard state.free == 0 else {
                state.free -= 1
                return nil
            }
            state.lastID += 1
            state.waiting.append((state.lastID, gives))
            return state.lastID
        }
        if let id {
            _ = signal.observe { [weak self] reason in
                if reason.endsAll { self?.stopWaiting(id) }
            }
        } else {
            gives.yield(true)
        }
        return Turn(answer: answer)
    }

    /// A step's place among those that run at once, or in the queue for it.
    struct Turn: Sendable {
        /// True once it has a place, false when it was ended while it waited for one.
        fileprivate let answer: AsyncStream<Bool>
    }

    /// Runs `body` when its turn has come; at once when it is ended while it waits.
    func inTurn<Value: Sendable>(_ turn: Turn, _ body: () async -> Value) async -> Value {
        let hasPlace = await turn.answer.first { _ in true } ?? false
        let value = await body()
        if hasPlace { giveBack() }
        return value
    }

    private func stopWaiting(_ id: Int) {
        let waiting = state.withLock { state -> AsyncStream<Bool>.Continuation? in
            guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return nil }
            return state.waiting.remove(at: index).answer
        }
        waiting?.yield(false)
    }

    private func giveBack() {
        let next = state.withLock { state -> AsyncStream<Bool>.Continuation? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst().answer }
            state.free += 1
            return nil
        }
        next?.yield(true)
    }
}

extension PlannedStep {
    /// Whether the step has this id, whatever the case of its letters.
    func has(id: String) -> Bool { step.id?.value.lowercased() == id.lowercased() }
}
