import InitProtocol

extension InitConnection {
    /// One operation under way: its replies not yet asked for, and what its stream may carry.
    ///
    /// The queue is bounded because data needs credit and other replies are few.
    struct Operation {
        private var replies = Backlog<InitReply>()
        private var asker: CheckedContinuation<InitReply?, Never>?

        /// Bytes received and not yet given back as credit.
        var unconsumed = 0
        /// Bytes that may be sent before more credit comes.
        private(set) var credit = StreamSignal.window
        /// Whether the other side has closed the stream.
        private(set) var isReset = false
        /// Those who wait to send.
        var creditWaiters: [CheckedContinuation<Void, Never>] = []

        /// Whether replies wait to be asked for.
        var hasReplies: Bool { !replies.isEmpty }

        /// Answers at once if a reply waits, else when one comes.
        mutating func ask(_ continuation: CheckedContinuation<InitReply?, Never>) {
            if let reply = replies.takeFirst() {
                continuation.resume(returning: reply)
                return
            }
            precondition(asker == nil, "one task at a time reads an operation's replies")
            asker = continuation
        }

        /// Hands a reply to whoever asked, or keeps it.
        mutating func deliver(_ reply: InitReply) {
            guard let asker else {
                replies.append(reply)
                return
            }
            self.asker = nil
            asker.resume(returning: reply)
        }

        /// Uses up credit for bytes that are sent.
        mutating func spend(_ count: Int) {
            credit -= count
        }

        /// Takes back credit from the other side.
        mutating func give(credit count: Int) {
            credit = min(credit + count, StreamSignal.window)
            wakeSenders()
        }

        /// Notes that the other side has closed the stream.
        mutating func markReset() {
            isReset = true
            wakeSenders()
        }

        /// Lets everybody go because nothing more will come.
        mutating func lose() {
            asker?.resume(returning: nil)
            asker = nil
            markReset()
        }

        private mutating func wakeSenders() {
            let waiters = creditWaiters
            creditWaiters = []
            for waiter in waiters { waiter.resume() }
        }
    }
}
