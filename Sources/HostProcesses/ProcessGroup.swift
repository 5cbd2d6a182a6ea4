import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The process group of one running program: signalled only while the program runs.
final class ProcessGroup: Sendable {
    private struct State {
        var leader: Int32?
        var isEnding = false
        var escalation: Task<Void, Never>?
    }

    private let state = Mutex(State())
    private let ending: HostCommand.Ending

    /// A group that has no leader yet.
    init(ending: HostCommand.Ending) {
        self.ending = ending
    }

    /// The program runs as `leader`; it is ended at once when that was already asked for.
    func begin(leader: Int32) {
        let isEnding = state.withLock { state in
            state.leader = leader
            return state.isEnding
        }
        if isEnding { signal(SIGKILL) }
    }

    /// The leader has ended; what it left of a group that was being ended goes now.
    ///
    /// The leader is reaped a moment earlier. Its number cannot name another group while a member
    /// of ours is left, and the system does not give a number away again that soon.
    func finish() {
        state.withLock { state in
            if let leader = state.leader, state.isEnding { signalGroup(leader, SIGKILL) }
            state.leader = nil
            state.escalation?.cancel()
        }
    }

    /// Ends the group at once.
    func kill() {
        state.withLock { $0.isEnding = true }
        signal(SIGKILL)
    }

    /// Ends the group in the way its command asks for, without waiting for it.
    func end() {
        state.withLock { state in
            state.isEnding = true
            guard state.leader != nil, state.escalation == nil else { return }
            state.escalation = Task { [self] in await escalate() }
        }
    }

    private func escalate() async {
        if case .signals(let warnings) = ending {
            for warning in warnings {
                signal(warning.signal)
                do { try await Task.sleep(for: warning.grace) } catch { return }
            }
        }
        signal(SIGKILL)
    }

    private func signal(_ number: Int32) {
        state.withLock { state in
            if let leader = state.leader { signalGroup(leader, number) }
        }
    }
}

/// Sends a signal to every process of the group with `kill(2)`.
private func signalGroup(_ leader: Int32, _ number: Int32) {
    kill(-leader, number)
}
