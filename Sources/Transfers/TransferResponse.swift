/// A response whose head has arrived and whose body is still on its way.
package struct TransferResponse: Sendable {
    /// Status and headers.
    package let head: ResponseHead
    /// What follows them, to be read piece by piece.
    package let body: ResponseBody
}

/// Status line and headers of a response.
package struct ResponseHead: Sendable, Hashable {
    /// Such as 200.
    package var status: Int
    /// All header lines in order.
    package var headers: [HeaderField]

    /// The first header of that name, compared without case.
    package subscript(name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}

/// The body of one response, read piece by piece; the sender waits while nobody reads.
///
/// Letting go of it before its end closes the connection. One reader at a time.
package final class ResponseBody: Sendable {
    private let exchange: Exchange
    private let loop: CurlLoop

    /// The body of an exchange whose head has arrived.
    init(exchange: Exchange, loop: CurlLoop) {
        self.exchange = exchange
        self.loop = loop
    }

    deinit {
        if !exchange.received.isFinished { loop.abort(exchange) }
    }

    /// The next bytes in order, `nil` at the end.
    ///
    /// - Throws: `TransferError`, `CancellationError`.
    package func next() async throws -> [UInt8]? {
        try await exchange.received.next()
    }

    /// The rest of the body in one piece.
    ///
    /// - Throws: `TransferError.bodyTooLarge` beyond `limit` bytes.
    package func collect(upTo limit: Int) async throws -> [UInt8] {
        var whole: [UInt8] = []
        while let piece = try await next() {
            guard whole.count + piece.count <= limit else {
                throw TransferError.bodyTooLarge(limit: limit)
            }
            whole.append(contentsOf: piece)
        }
        return whole
    }
}
