import RunEvents

/// What a running program has written to standard output so far, read as events.
actor ProgramOutput {
    /// The program ended, or ran out of time, before the awaited event came.
    struct EndedBeforeEvent: Error, CustomStringConvertible {
        let description: String
    }

    private struct Waiter {
        let isAwaited: @Sendable (RunEvent) -> Bool
        let continuation: CheckedContinuation<RunEvent, any Error>
    }

    /// Everything it wrote.
    private(set) var text: [UInt8] = []
    /// The lines that are events.
    private(set) var events: [RunEvent] = []
    /// The lines that are not.
    private(set) var strayLines: [String] = []
    private var rest: [UInt8] = []
    private var waiters: [Waiter] = []
    private var hasEnded = false

    /// Takes the next bytes.
    func consume(_ bytes: [UInt8]) {
        text += bytes
        rest += bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(String(decoding: rest[..<end], as: UTF8.self))
            rest.removeSubrange(...end)
        }
    }

    /// Says that nothing follows.
    func end() {
        hasEnded = true
        if !rest.isEmpty { strayLines.append(String(decoding: rest, as: UTF8.self)) }
        let left = waiters
        waiters = []
        for waiter in left { waiter.continuation.resume(throwing: missing) }
    }

    /// Waits for the first event that is awaited; those that came already count.
    func first(where isAwaited: @escaping @Sendable (RunEvent) -> Bool) async throws -> RunEvent {
        if let event = events.first(where: isAwaited) { return event }
        guard !hasEnded else { throw missing }
        return try await withCheckedThrowingContinuation { continuation in
            waiters.append(Waiter(isAwaited: isAwaited, continuation: continuation))
        }
    }

    private func take(_ line: String) {
        guard let event = try? RunEvent(jsonLine: line) else {
            strayLines.append(line)
            return
        }
        events.append(event)
        let done = waiters.filter { $0.isAwaited(event) }
        waiters.removeAll { $0.isAwaited(event) }
        for waiter in done { waiter.continuation.resume(returning: event) }
    }

    private var missing: EndedBeforeEvent {
        EndedBeforeEvent(
            description: "the program ended before the awaited event; it said\n"
                + String(decoding: text.suffix(4000), as: UTF8.self)
        )
    }
}
