import Synchronization

/// What has to be undone at the end of a job, last made first undone.
final class Cleanup: Sendable {
    private let actions = Mutex<[@Sendable () async -> String?]>([])

    /// Nothing to undo yet.
    init() {}

    /// Undoes something at the end; `action` says what went wrong, nil when nothing did.
    func add(_ action: @escaping @Sendable () async -> String?) {
        actions.withLock { $0.append(action) }
    }

    /// Undoes everything once; a second call has nothing left to do.
    ///
    /// - Returns: what could not be undone.
    func run() async -> [String] {
        let actions = actions.withLock { actions in
            defer { actions = [] }
            return actions
        }
        var problems: [String] = []
        for action in actions.reversed() {
            if let problem = await action() { problems.append(problem) }
        }
        return problems
    }
}
