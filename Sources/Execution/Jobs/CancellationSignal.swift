import Synchronization

/// Tells everything that works for one job, or one run, that it is to stop, and why.
///
/// It is a signal and not task cancellation because steps with `always()` still start after it:
/// only the process that runs at the moment is ended.
package final class CancellationSignal: Sendable {
    /// Why something is cancelled.
    package enum Reason: String, Sendable, Codable {
        /// The user asked for it.
        case user
        /// Another leg of the same matrix failed and `fail-fast` is on.
        case failFast
        /// A newer run or job of its concurrency group takes its place.
        case replaced
        /// The job ran longer than its `timeout-minutes`.
        case jobTimeout
        /// A `cancel` step ends it, whatever its condition says.
        case step
        /// The user asked twice: no condition is evaluated any more, nothing is waited for.
        case abort

        /// Whether what runs is ended even where its condition lets it go on.
        var endsAll: Bool { self == .abort || self == .step }
    }

    private struct Follower {
        weak var signal: CancellationSignal?
    }

    private struct State {
        var followers: [Follower] = []
        var reason: Reason?
        var cause: Reason?
        var nextID = 0
        var handlers: [Int: @Sendable (Reason) -> Void] = [:]
    }

    private let state = Mutex(State())

    /// A signal that has not been given.
    package init() {}

    /// Why it was given; nil while it was not.
    package var reason: Reason? { state.withLock { $0.reason } }

    /// Why it was given first, whatever came after; nil while it was not.
    package var cause: Reason? { state.withLock { $0.cause } }

    /// True once it was given.
    package var isCancelled: Bool { reason != nil }

    /// Gives the signal.
    ///
    /// The first reason stays, but `abort` overrides any other.
    package func cancel(_ reason: Reason) {
        let (handlers, followers) = state.withLock {
            state -> ([@Sendable (Reason) -> Void], [Follower]) in
            guard state.reason == nil || (reason == .abort && state.reason != .abort) else {
                return ([], [])
            }
            state.reason = reason
            state.cause = state.cause ?? reason
            return (Array(state.handlers.values), state.followers)
        }
        for handler in handlers { handler(reason) }
        for follower in followers { follower.signal?.cancel(reason) }
    }

    /// Gives another signal with this one, for as long as anybody holds the other.
    func pass(to other: CancellationSignal) {
        let reason = state.withLock { state in
            state.followers.removeAll { $0.signal == nil }
            state.followers.append(Follower(signal: other))
            return state.reason
        }
        if let reason { other.cancel(reason) }
    }

    /// Calls `handler` when the signal is given, at once when it was given already.
    ///
    /// An abort after another reason calls it a second time.
    /// - Returns: what `stopObserving` takes.
    package func observe(_ handler: @escaping @Sendable (Reason) -> Void) -> Int {
        let (id, reason) = state.withLock { state -> (Int, Reason?) in
            state.nextID += 1
            state.handlers[state.nextID] = handler
            return (state.nextID, state.reason)
        }
        if let reason {
            handler(reason)
        }
        return id
    }

    /// Forgets a handler.
    package func stopObserving(_ id: Int) {
        state.withLock { _ = $0.handlers.removeValue(forKey: id) }
    }
}
