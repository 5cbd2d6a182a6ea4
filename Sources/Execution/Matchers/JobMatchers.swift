import Synchronization

/// The problem matchers of a job; they stay from step to step.
final class JobMatchers: Sendable {
    private let state = Mutex<[ProblemMatcher]>([])

    /// All matchers, those added last first.
    var all: [ProblemMatcher] { state.withLock { $0 } }

    /// Adds matchers in front; those of the same owners go.
    func add(_ matchers: [ProblemMatcher]) {
        let owners = Set(matchers.map { $0.owner.lowercased() })
        state.withLock { state in
            state = matchers + state.filter { !owners.contains($0.owner.lowercased()) }
        }
    }

    /// Removes the matchers of some owners, and gives those that were there.
    func remove(_ owners: [String]) -> [String] {
        let names = Set(owners.map { $0.lowercased() })
        return state.withLock { state in
            let removed = state.filter { names.contains($0.owner.lowercased()) }
            state.removeAll { names.contains($0.owner.lowercased()) }
            return removed.map(\.owner)
        }
    }
}
