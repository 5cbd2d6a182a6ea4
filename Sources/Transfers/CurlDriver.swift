import CLibCurl

/// What the loop's thread does: takes commands, lets libcurl work, hands out results.
struct CurlDriver {
    /// An exchange under way with its handle.
    private struct Active {
        let easy: CurlEasy
        let exchange: Exchange
    }

    private let endpoint: TransferEndpoint
    private let inbox: CurlInbox
    private let curl: UnsafePointer<curl_functions>
    private var active: [UnsafeMutableRawPointer: Active] = [:]
    private var handles: [ObjectIdentifier: UnsafeMutableRawPointer] = [:]
    private var isStopping = false

    /// Takes over an inbox whose multi handle nobody else drives.
    init(endpoint: TransferEndpoint, inbox: CurlInbox) {
        self.endpoint = endpoint
        self.inbox = inbox
        curl = inbox.library.functions
    }

    /// Works until told to stop, then ends what is left and frees the multi handle.
    mutating func run() {
        while true {
            inbox.take().forEach { obey($0) }
            if isStopping { break }
            var running: Int32 = 0
            _ = curl.pointee.multi_perform(inbox.multi, &running)
            handOutResults()
            _ = curl.pointee.multi_poll(inbox.multi, nil, 0, 60_000, nil)
        }
        for handle in Array(active.keys) { end(handle, .failure(CancellationError())) }
        inbox.close()
    }

    private mutating func obey(_ command: CurlLoop.Command) {
        switch command {
        case .start(let exchange): start(exchange)
        case .resume(let exchange):
            guard let handle = handles[ObjectIdentifier(exchange)] else { return }
            // May call back at once with what libcurl held; a full buffer pauses it again.
            _ = curl.pointee.easy_pause(handle, CURLPAUSE_CONT)
        case .abort(let exchange):
            guard let handle = handles[ObjectIdentifier(exchange)] else { return }
            end(handle, .failure(CancellationError()))
        case .stop: isStopping = true
        }
    }

    private mutating func start(_ exchange: Exchange) {
        do {
            let easy = try CurlEasy(endpoint: endpoint)
            easy.prepare(exchange, endpoint: endpoint)
            active[easy.handle] = Active(easy: easy, exchange: exchange)
            handles[ObjectIdentifier(exchange)] = easy.handle
            _ = curl.pointee.multi_add_handle(inbox.multi, easy.handle)
        } catch {
            exchange.fail(error)
        }
    }

    private mutating func handOutResults() {
        var left: Int32 = 0
        while let message = curl.pointee.multi_info_read(inbox.multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE,
                let handle = message.pointee.easy_handle,
                let one = active[handle]
            else { continue }
            let code = curl_message_result(message)
            end(
                handle,
                code == CURLE_OK
                    ? .success(())
                    : .failure(TransferError(code, of: one.easy, endpoint: endpoint))
            )
        }
    }

    private mutating func end(
        _ handle: UnsafeMutableRawPointer,
        _ result: Result<Void, any Error>
    ) {
        guard let one = active.removeValue(forKey: handle) else { return }
        handles.removeValue(forKey: ObjectIdentifier(one.exchange))
        _ = curl.pointee.multi_remove_handle(inbox.multi, handle)
        switch result {
        case .success: one.exchange.succeed()
        case .failure(let error): one.exchange.fail(error)
        }
    }
}
