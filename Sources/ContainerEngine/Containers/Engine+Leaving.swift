#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Engine {
    /// The first version of the API whose engines let containers leave a network side by side.
    private static let firstWithoutLockUp = APIVersion(major: 1, minor: 42)

    /// Ends and removes a container while no other one of this user leaves its network.
    ///
    /// Docker before 23.0 can lock up for good, with everything that asks it, when two containers
    /// leave one network at the same moment; all without a network of their own share one. So
    /// with such an engine the processes of a user take turns; with others nothing waits.
    /// Source: <https://github.com/moby/moby/issues/46661>
    package func alone<Value: Sendable>(
        _ leave: @Sendable () async throws -> Value
    ) async rethrows -> Value {
        guard apiVersion < Self.firstWithoutLockUp, !isPodman else { return try await leave() }
        let turn = await LeavingTurn.take()
        defer { turn?.giveBack() }
        return try await leave()
    }
}

/// A lock that all processes of one user share.
private struct LeavingTurn {
    /// How long a turn is waited for; a process that is stuck must not keep the others.
    private static let patience = Duration.seconds(20)

    private let descriptor: CInt

    /// Waits for the turn; nil when there is none to be had.
    static func take() async -> LeavingTurn? {
        let path = "/tmp/actlocal-\(getuid())-leaving.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        let end = ContinuousClock.now + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard !Task.isCancelled, .now < end else {
                close(descriptor)
                return nil
            }
            try? await Task.sleep(for: .milliseconds(2))
        }
        return LeavingTurn(descriptor: descriptor)
    }

    func giveBack() {
        // A process that is being started has the same open file until its program runs.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
