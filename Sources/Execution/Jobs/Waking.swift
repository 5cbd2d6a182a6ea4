import Synchronization

/// Wakes one who waits, once; who comes later does not wait.
final class Waking: Sendable {
    private enum State {
        case open
        case waiting(CheckedContinuation<Void, Never>)
        case woken
    }

    private let state = Mutex(State.open)

    /// Wakes who waits.
    func wake() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state = .woken }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume()
    }

    /// Waits until it is woken.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isWoken = state.withLock { state in
                if case .woken = state { return true }
                state = .waiting(continuation)
                return false
            }
            if isWoken { continuation.resume() }
        }
    }
}
