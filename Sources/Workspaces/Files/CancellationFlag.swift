import Synchronization

/// Tells blocking work on a thread of its own that its task was cancelled.
final class CancellationFlag: Sendable {
    private let isSet = Atomic(false)

    /// Asks the work to stop.
    func set() { isSet.store(true, ordering: .relaxed) }

    /// Stops the work when that was asked for.
    func check() throws(CancellationError) {
        if isSet.load(ordering: .relaxed) { throw CancellationError() }
    }
}
