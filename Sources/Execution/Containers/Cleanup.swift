import Synchronization

/// What has to be undone at the end of a job, last made first undone.
final class Cleanup: Sendable {
    /// Undoes one thing; says what went wrong, nil when nothing did.
    typealias Action = @Sendable () async -> String?

    private struct State {
        var actions: [(id: Int, run: Action)] = []
        var count = 0
    }

    private let state = Mutex(State())

    /// Nothing to undo yet.
    init() {}

    /// Undoes something at the end.
    ///
    /// - Returns: what `runNow` takes.
    @discardableResult
    func add(_ action: @escaping Action) -> Int {
        state.withLock { state in
            state.count += 1
            state.actions.append((state.count, action))
            return state.count
        }
    }

    /// Undoes one thing before the end.
    func runNow(_ id: Int) async -> String? {
        let action = state.withLock { state -> Action? in
            guard let index = state.actions.firstIndex(where: { $0.id == id }) else { return nil }
            return state.actions.remove(at: index).run
        }
        return await action?()
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
        for action in actions.reversed() {
            if let problem = await action.run() { problems.append(problem) }
        }
        return problems
    }
}
