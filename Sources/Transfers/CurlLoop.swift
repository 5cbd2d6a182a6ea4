import CLibCurl
import Synchronization

/// The thread that drives all exchanges of one client through one libcurl multi handle, which
/// also keeps connections for reuse.
///
/// Callers hold this object; letting go of the last reference ends the thread and every exchange.
final class CurlLoop: Sendable {
    /// What callers ask of the thread.
    enum Command: Sendable {
        /// Begin it.
        case start(Exchange)
        /// Go on: there is room for its answer or more of its request.
        case resume(Exchange)
        /// End it and close its connection.
        case abort(Exchange)
        /// End everything.
        case stop
    }

    private let inbox: CurlInbox

    /// Starts the thread.
    ///
    /// - Throws: `TransferError.outOfResources`.
    init(endpoint: TransferEndpoint) throws(TransferError) {
        let inbox = try CurlInbox()
        self.inbox = inbox
        do {
            try TransferThread.start {
                var driver = CurlDriver(endpoint: endpoint, inbox: inbox)
                driver.run()
            }
        } catch {
            inbox.close()
            throw error
        }
    }

    deinit {
        inbox.post(.stop)
    }

    /// Begins an exchange; its outcome arrives in the exchange itself.
    func start(_ request: TransferRequest) -> Exchange {
        let exchange = Exchange(request) { [inbox] in inbox.post(.resume($0)) }
        inbox.post(.start(exchange))
        return exchange
    }

    /// Ends an exchange that nobody waits for any more and closes its connection.
    func abort(_ exchange: Exchange) {
        inbox.post(.abort(exchange))
    }
}

/// Commands for the loop's thread and the multi handle that wakes it.
final class CurlInbox: Sendable {
    private struct State {
        var commands: [CurlLoop.Command] = []
        var isClosed = false
    }

    /// The multi handle.
    ///
    /// Only `curl_multi_wakeup` is called from other threads, which libcurl allows; the lock in
    /// `post` and `close` keeps it from meeting a freed handle.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    /// What can be done with it.
    let library: CurlLibrary
    private let state = Mutex(State())

    /// Makes the multi handle.
    init() throws(TransferError) {
        library = try CurlLibrary.loaded()
        guard let multi = library.functions.pointee.multi_init() else {
            throw .outOfResources(detail: "libcurl gave no multi handle")
        }
        self.multi = multi
    }

    /// Queues a command; after the end it fails what it names.
    func post(_ command: CurlLoop.Command) {
        let isClosed = state.withLock { state in
            if !state.isClosed {
                state.commands.append(command)
                _ = library.functions.pointee.multi_wakeup(multi)
            }
            return state.isClosed
        }
        if isClosed, case .start(let exchange) = command { exchange.fail(CancellationError()) }
    }

    /// All commands queued so far, in order.
    func take() -> [CurlLoop.Command] {
        state.withLock { state in
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Frees the multi handle, once every easy handle has left it.
    func close() {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.isClosed = true
            _ = library.functions.pointee.multi_cleanup(multi)
        }
    }
}
