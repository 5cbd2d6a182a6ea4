import Synchronization

/// An HTTP/1.1 client of one server, which reuses its connections.
///
/// Any number of requests may be under way at once. One thread carries them all, each raw
/// stream has one of its own; they are started by the first use.
package final class TransferClient: Sendable {
    /// The server.
    package let endpoint: TransferEndpoint
    private let loop = Mutex<CurlLoop?>(nil)

    /// A client that connects when it is first used.
    package init(endpoint: TransferEndpoint) {
        self.endpoint = endpoint
    }

    /// Sends a request and returns when the head of the response is there.
    ///
    /// A status that means failure is a result, not an error. A cancelled task closes the
    /// connection.
    ///
    /// - Throws: `TransferError`, `CancellationError`, or what a streamed body's closure threw.
    package func send(_ request: TransferRequest) async throws -> TransferResponse {
        let loop = try runningLoop()
        let exchange = loop.start(request)
        var feeder: Task<Void, Never>?
        if case .stream(_, let next) = request.body, let sending = exchange.sending {
            feeder = Task { await Self.feed(sending, from: next, of: exchange, on: loop) }
        }
        do {
            let head = try await exchange.head.value()
            return TransferResponse(
                head: head,
                body: ResponseBody(exchange: exchange, loop: loop)
            )
        } catch {
            feeder?.cancel()
            loop.abort(exchange)
            throw error
        }
    }

    /// Asks the server to turn the connection into a raw stream of bytes in both directions.
    ///
    /// - Throws: `TransferError.refusedUpgrade` with the answer when the server says no.
    package func openStream(_ request: TransferRequest) async throws -> HijackedStream {
        let connection = try HijackedConnection(endpoint: endpoint, request: request)
        try TransferThread.start { connection.run() }
        do {
            let head = try await connection.head.value()
            return HijackedStream(connection: connection, head: head)
        } catch {
            connection.close()
            throw error
        }
    }

    private func runningLoop() throws -> CurlLoop {
        try loop.withLock { loop in
            if let loop { return loop }
            let started = try CurlLoop(endpoint: endpoint)
            loop = started
            return started
        }
    }

    private static func feed(
        _ sending: SendBuffer,
        from next: @Sendable () async throws -> [UInt8]?,
        of exchange: Exchange,
        on loop: CurlLoop
    ) async {
        do {
            while let piece = try await next() { try await sending.send(piece) }
            sending.finish()
        } catch TransferError.inputClosed {
            // The server answered before it had read everything; the answer says why.
        } catch {
            exchange.fail(error)
            loop.abort(exchange)
        }
    }
}
