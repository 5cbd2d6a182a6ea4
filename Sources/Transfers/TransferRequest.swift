/// One HTTP/1.1 request.
package struct TransferRequest: Sendable {
    /// The verb, such as `GET`.
    package var method: String
    /// Path and query as they go on the wire, percent-encoded, starting with `/`.
    package var target: String
    /// Headers besides those that say how the body comes.
    package var headers: [HeaderField]
    /// What is sent along.
    package var body: RequestBody
    /// The longest the whole exchange may take; `nil` waits as long as the server does.
    package var timeout: Duration?

    /// A request that waits as long as the server does unless told otherwise.
    package init(
        _ method: String,
        _ target: String,
        headers: [HeaderField] = [],
        body: RequestBody = .none,
        timeout: Duration? = nil
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

/// One header line, without its line break.
package struct HeaderField: Sendable, Hashable {
    /// As in `Content-Type`.
    package var name: String
    /// Without the space behind the colon.
    package var value: String

    /// A header as it is written; names compare without case when looked up.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What a request carries.
package enum RequestBody: Sendable {
    /// Nothing.
    case none
    /// Bytes already in memory.
    case bytes([UInt8])
    /// Bytes made while they are sent: asked for one piece after another until `nil`.
    ///
    /// A known length goes out as `Content-Length`, an unknown one as chunks. An error the
    /// closure throws ends the request and comes out of `TransferClient.send`.
    case stream(length: Int?, next: @Sendable () async throws -> [UInt8]?)
}
