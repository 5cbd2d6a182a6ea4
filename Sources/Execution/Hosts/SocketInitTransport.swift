import InitProtocol

/// The conversation with an init over a connected socket.
final class SocketInitTransport: InitTransport {
    private let stream: SocketStream

    /// Takes over a connected socket.
    init(descriptor: CInt) throws(SystemError) {
        stream = try SocketStream(descriptor: descriptor)
    }

    /// Sends bytes to init.
    func send(_ bytes: [UInt8]) async throws {
        try await stream.write(bytes[...])
    }

    /// Waits for bytes of init.
    func receive() async throws -> [UInt8]? {
        try await stream.read()
    }

    /// Closes the stream, at which init ends everything in the container.
    func close() async { stream.close() }
}
