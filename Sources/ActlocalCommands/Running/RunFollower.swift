import RunEvents
import Synchronization

/// Brings a run's events to a reporter, and the wishes of the user and of the reader to the run.
final class RunFollower: Sendable {
    private struct State {
        var reporter: any Reporter
        var hasCancelledForReader = false
    }

    private struct Interruptions {
        var count = 0
        var last: ContinuousClock.Instant?
    }

    private let state: Mutex<State>
    /// Apart from the reporter's state, for that may be waiting for a slow reader.
    private let interruptions = Mutex(Interruptions())
    private let cancel: @Sendable () -> Void
    private let abort: @Sendable () -> Void
    /// Called after the second interruption: the third is the system's to handle.
    private let letGo: @Sendable () -> Void
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Connects a reporter and a run.
    ///
    /// - Parameters:
    ///   - reporter: Shows the events.
    ///   - cancel: Asks the run to end as GitHub cancels.
    ///   - abort: Ends the run at once.
    ///   - letGo: Stops the watch over signals.
    ///   - now: The time.
    init(
        reporter: sending any Reporter,
        cancel: @escaping @Sendable () -> Void,
        abort: @escaping @Sendable () -> Void,
        letGo: @escaping @Sendable () -> Void = {},
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        state = Mutex(State(reporter: reporter))
        self.cancel = cancel
        self.abort = abort
        self.letGo = letGo
        self.now = now
    }

    /// Shows every event, and gives the exit status that the last one names.
    func follow(_ events: AsyncStream<RunEvent>) async -> Int32 {
        let ticker = Task { [self] in
            while !Task.isCancelled {
                tick()
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        defer { ticker.cancel() }
        var status: Int32?
        for await event in events {
            if case .runFinished(let end) = event.happening {
                status = end.exitStatus
            }
            report(event)
        }
        let isReaderGone = state.withLock { state in
            state.reporter.finish()
            return state.hasCancelledForReader
        }
        let wasInterrupted = isReaderGone || interruptions.withLock { $0.count > 0 }
        return status ?? (wasInterrupted ? ExitStatus.cancelled : ExitStatus.unavailable)
    }

    /// Takes a signal: the first cancels, the second ends at once, a third is not ours any more.
    ///
    /// What comes right after another is the same wish: `timeout` sends its signal to the process
    /// and then to its group, and programs hand on what the terminal has sent to all.
    func interrupt() {
        let time = now()
        let count = interruptions.withLock { known -> Int? in
            if let last = known.last, time - last < Self.echo { return nil }
            known.last = time
            known.count += 1
            return known.count
        }
        switch count {
        case 1:
            cancel()
            state.withLock { $0.reporter.notice(Self.cancelling) }
        case 2:
            letGo()
            abort()
            state.withLock { $0.reporter.notice(Self.aborting) }
        default:
            break
        }
    }

    /// Nobody presses Ctrl-C twice in less.
    private static let echo = Duration.milliseconds(150)
    private static let cancelling = """
        cancelling: steps that run are asked to stop, then clean-up steps run; \
        Ctrl-C again ends everything at once
        """
    private static let aborting = """
        ending at once: containers and networks are removed; \
        Ctrl-C again leaves them for the next run to remove
        """

    private func report(_ event: RunEvent) {
        let isReaderGone = state.withLock { state in
            state.reporter.report(event)
            return mustCancelForReader(&state)
        }
        if isReaderGone {
            cancel()
        }
    }

    private func tick() {
        let isReaderGone = state.withLock { state in
            state.reporter.tick(now: WallClock.now())
            return mustCancelForReader(&state)
        }
        if isReaderGone {
            cancel()
        }
    }

    /// True once, when nobody reads any more.
    private func mustCancelForReader(_ state: inout State) -> Bool {
        guard state.reporter.isReaderGone, !state.hasCancelledForReader else {
            return false
        }
        state.hasCancelledForReader = true
        return true
    }
}
