import Synchronization

/// The signals of the legs that run, given when the run's own signal is.
///
/// A leg whose `if` is true even for a cancelled run, such as `always()`, goes on; an abort ends
/// that one too.
final class CancelledLegs: Sendable {
    private struct Leg {
        let signal: CancellationSignal
        let goesOn: Bool
    }

    private struct State {
        var reason: CancellationSignal.Reason?
        var legs: [String: Leg] = [:]
    }

    private let state = Mutex(State())

    /// Adds a running leg; `goesOn` when a cancelled run does not end it.
    func add(_ signal: CancellationSignal, for key: String, goesOn: Bool) {
        let reason = state.withLock { state in
            state.legs[key] = Leg(signal: signal, goesOn: goesOn)
            return state.reason
        }
        if let reason, !goesOn || reason == .abort {
            signal.cancel(reason)
        }
    }

    /// Forgets a leg that ended.
    func forget(_ key: String) {
        state.withLock { _ = $0.legs.removeValue(forKey: key) }
    }

    /// Cancels the legs that do not go on.
    func cancel(_ reason: CancellationSignal.Reason) {
        let legs = state.withLock { state in
            state.reason = reason
            return Array(state.legs.values)
        }
        for leg in legs where !leg.goesOn || reason == .abort {
            leg.signal.cancel(reason)
        }
    }
}
