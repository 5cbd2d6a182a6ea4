import Glibc

/// What a watcher waits for on its descriptor.
enum Interest {
    /// Nothing for now; not even the other side's end is told.
    case none
    /// Bytes to read, or the end.
    case reading
    /// Room to write, or a lost reader.
    case writing
}

/// Something that waits for a descriptor.
protocol Watcher: AnyObject {
    /// The descriptor waited for.
    var descriptor: CInt { get }
    /// What it waits for now; asked before every wait, so it follows the watcher's state.
    var interest: Interest { get }
    /// Called when what it waited for is there.
    func becomeReady()
}

/// The one loop of this single-threaded program: descriptors, timers, signals.
final class EventLoop {
    private struct Timer {
        var id: Int
        var due: Instant
        var action: () -> Void
    }

    private var watchers: [any Watcher] = []
    private var timers: [Timer] = []
    private var nextTimerID = 1

    /// Called after a child of this process ended.
    var onChildChange: () -> Void = {}
    /// Called after SIGTERM, with its sender.
    var onTerminate: (pid_t) -> Void = { _ in }

    /// Starts asking a watcher.
    func add(_ watcher: any Watcher) {
        watchers.append(watcher)
    }

    /// Stops asking a watcher.
    func remove(_ watcher: any Watcher) {
        watchers.removeAll { $0 === watcher }
    }

    /// Calls `action` once after a while; the answer cancels it.
    @discardableResult
    func schedule(after delay: Duration, _ action: @escaping () -> Void) -> Int {
        defer { nextTimerID += 1 }
        timers.append(Timer(id: nextTimerID, due: Instant.now.advanced(by: delay), action: action))
        return nextTimerID
    }

    /// Forgets a scheduled action.
    func cancel(timer id: Int) {
        timers.removeAll { $0.id == id }
    }

    /// Runs until the process exits.
    func run() -> Never {
        while true {
            let waiting = watchers.filter { $0.interest != .none }
            wait(for: waiting)
            // A sender that has ended is known only until it is reaped.
            if let sender = Signals.takeTerminator() { onTerminate(sender) }
            if Signals.takeChildChange() { onChildChange() }
            fireTimers()
        }
    }

    private func wait(for waiting: [any Watcher]) {
        var polled = waiting.map { watcher in
            pollfd(
                fd: watcher.descriptor,
                events: Int16(watcher.interest == .reading ? POLLIN : POLLOUT),
                revents: 0
            )
        }
        let count = SystemCalls.poll(&polled, limit: timeUntilNextTimer())
        guard count > 0 else { return }
        for (entry, watcher) in zip(polled, waiting) where entry.revents != 0 {
            // An earlier watcher of this round may have ended or paused this one.
            guard watchers.contains(where: { $0 === watcher }), watcher.interest != .none else {
                continue
            }
            watcher.becomeReady()
        }
    }

    private func timeUntilNextTimer() -> timespec? {
        guard let due = timers.map(\.due).min() else { return nil }
        let rest = max(0, due.nanoseconds - Instant.now.nanoseconds)
        return timespec(tv_sec: Int(rest / 1_000_000_000), tv_nsec: Int(rest % 1_000_000_000))
    }

    private func fireTimers() {
        let now = Instant.now
        let due = timers.filter { $0.due <= now }.sorted { $0.due < $1.due }
        guard !due.isEmpty else { return }
        for timer in due where timers.contains(where: { $0.id == timer.id }) {
            cancel(timer: timer.id)
            timer.action()
        }
    }
}
