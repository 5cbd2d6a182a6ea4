import ContainerEngine

/// The conversation with the init of a container, over the container's attached streams.
final class AttachedInitTransport: InitTransport {
    private let stream: AttachedStream

    /// Speaks over a stream that was attached before the container's start.
    init(_ stream: AttachedStream) {
        self.stream = stream
    }

    /// Sends bytes to init's input.
    func send(_ bytes: [UInt8]) async throws {
        try await stream.send(bytes)
    }

    /// Waits for bytes of init's output; what it writes to its error output is not part of it.
    func receive() async throws -> [UInt8]? {
        while let chunk = try await stream.receive() {
            if chunk.stream == .stdout { return chunk.bytes }
        }
        return nil
    }

    /// Closes the connection, at which init ends everything in the container.
    func close() async {
        stream.close()
    }
}
