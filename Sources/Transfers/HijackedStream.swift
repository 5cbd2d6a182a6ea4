/// A connection that stopped speaking HTTP: bytes in both directions until one side closes.
///
/// One reader at a time; senders may be many. Letting go of it closes the connection.
package final class HijackedStream: Sendable {
    /// The head of the response that opened the stream.
    package let head: ResponseHead
    private let connection: HijackedConnection

    /// Wraps a connection that has been upgraded.
    init(connection: HijackedConnection, head: ResponseHead) {
        self.connection = connection
        self.head = head
    }

    deinit {
        connection.close()
    }

    /// Sends bytes and returns when the system has taken them.
    ///
    /// - Throws: `TransferError`; `CancellationError`, after which the bytes may still go out.
    package func send(_ bytes: [UInt8]) async throws {
        try await connection.sending.send(bytes)
    }

    /// Everything that arrived since the last call, at least one byte; `nil` at the end.
    ///
    /// A cancelled call loses nothing.
    ///
    /// - Throws: `TransferError`, `CancellationError`.
    package func receive() async throws -> [UInt8]? {
        try await connection.received.next()
    }

    /// Tells the server that no more bytes will come; reading goes on.
    package func closeInput() {
        connection.sending.finish()
    }

    /// Closes the connection in both directions at once.
    package func close() {
        connection.close()
    }
}
