import Execution
import RunEvents

/// Brings events from a run to its front end, holding the run back while the front end is behind.
actor EventChannel {
    /// Text that may wait, in bytes: enough for a burst, too little to notice.
    private static let limit = 1 << 20

    private var events = Backlog<RunEvent>()
    private var waitingBytes = 0
    private var isFinished = false
    private var receiver: CheckedContinuation<RunEvent?, Never>?
    private var senders: [CheckedContinuation<Void, Never>] = []

    /// Takes an event; returns when there is room for the next.
    func send(_ event: RunEvent) async {
        guard !isFinished else { return }
        if let receiver {
            self.receiver = nil
            receiver.resume(returning: event)
            return
        }
        events.append(event)
        waitingBytes += event.weight
        if waitingBytes > Self.limit {
            await withCheckedContinuation { senders.append($0) }
        }
    }

    /// The next event; nil at the end.
    func next() async -> RunEvent? {
        if let event = events.takeFirst() {
            waitingBytes -= event.weight
            if waitingBytes <= Self.limit / 2 { releaseSenders() }
            return event
        }
        if isFinished { return nil }
        return await withCheckedContinuation { receiver = $0 }
    }

    /// Says that no event follows, or that nobody reads any more.
    func finish() {
        isFinished = true
        receiver?.resume(returning: nil)
        receiver = nil
        releaseSenders()
    }

    private func releaseSenders() {
        let released = senders
        senders = []
        for sender in released { sender.resume() }
    }
}

extension RunEvent {
    /// About the memory it takes, in bytes.
    fileprivate var weight: Int {
        switch happening {
        case .log(let lines): lines.text.utf8.count + 256
        case .summary(let summary): summary.markdown.utf8.count + 256
        default: 256
        }
    }
}
