import Synchronization

/// What has to be undone at the end of a job, turn by turn; within a turn all at once.
final class Cleanup: Sendable {
    /// Undoes one thing; says what went wrong, nil when nothing did.
    typealias Action = @Sendable () async -> String?

    /// The order in which things go.
    enum Turn: Int, CaseIterable {
        /// Processes and containers, which use everything else.
        case containers
        /// Networks, volumes and folders of this machine.
        case rest
    }

    private struct State {
        var actions: [(id: Int, turn: Turn, run: Action)] = []
        var count = 0
    }

    private let state = Mutex(State())
    private let endContainer: @Sendable (Action) async -> String?

    /// Nothing to undo yet.
    ///
    /// - Parameter endContainer: Undoes one thing of the turn `containers`, in its time.
    init(endContainer: @escaping @Sendable (Action) async -> String? = { await $0() }) {
        self.endContainer = endContainer
    }

    /// Undoes something at the end.
    ///
    /// - Returns: what `runNow` takes.
    @discardableResult
    func add(_ turn: Turn, _ action: @escaping Action) -> Int {
        state.withLock { state in
            state.count += 1
            state.actions.append((state.count, turn, action))
            return state.count
        }
    }

    /// Makes something and undoes it at the end, also when the job is cancelled while it is made.
    ///
    /// The engine makes what it was asked for even when nobody waits for its answer any more, so
    /// a cancelled caller waits, too.
    ///
    /// - Returns: what was made, and what `runNow` takes.
    func make<Value: Sendable>(
        _ turn: Turn,
        _ create: @escaping @Sendable () async throws -> Value,
        undo: @escaping @Sendable (Value) async -> String?
    ) async throws -> (value: Value, id: Int) {
        try Task.checkCancellation()
        return try await Task {
            let value = try await create()
            return (value, add(turn) { await undo(value) })
        }.value
    }

    /// Does something right before one thing is undone.
    func precede(_ id: Int, _ body: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            guard let index = state.actions.firstIndex(where: { $0.id == id }) else { return }
            let undo = state.actions[index].run
            state.actions[index].run = {
                await body()
                return await undo()
            }
        }
    }

    /// Undoes one thing before the end.
    func runNow(_ id: Int) async -> String? {
        let action = state.withLock { state -> (turn: Turn, run: Action)? in
            guard let index = state.actions.firstIndex(where: { $0.id == id }) else { return nil }
            let action = state.actions.remove(at: index)
            return (action.turn, action.run)
        }
        guard let action else { return nil }
        return await undo(action.turn, action.run)
    }

    private func undo(_ turn: Turn, _ action: Action) async -> String? {
        turn == .containers ? await endContainer(action) : await action()
    }

    /// Begins to undo one thing; what goes wrong is told at the end.
    func runAside(_ id: Int, in turn: Turn) {
        let task = Task { await runNow(id) }
        add(turn) { await task.value }
    }

    /// Undoes everything once; a second call has nothing left to do.
    ///
    /// - Returns: what could not be undone.
    func run() async -> [String] {
        let actions = state.withLock { state in
            defer { state.actions = [] }
            return state.actions
        }
        var problems: [String] = []
        for turn in Turn.allCases {
            await withTaskGroup(of: String?.self) { group in
                for action in actions where action.turn == turn {
                    group.addTask { await self.undo(turn, action.run) }
                }
                for await case .some(let problem) in group { problems.append(problem) }
            }
        }
        return problems
    }
}
