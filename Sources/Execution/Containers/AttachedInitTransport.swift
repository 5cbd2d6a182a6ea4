import ContainerEngine
import Synchronization

/// The conversation with the init of a container, over the container's attached streams.
final class AttachedInitTransport: InitTransport {
    /// Takes what the container's first process writes to its error output.
    typealias ErrorOutput = @Sendable (ArraySlice<UInt8>) async -> Void

    private let stream: AttachedStream
    private let errorOutput = Mutex<ErrorOutput?>(nil)

    /// Speaks over a stream that was attached before the container's start.
    init(_ stream: AttachedStream) {
        self.stream = stream
    }

    /// Has error output handed on from now on; a slow taker slows the container down.
    func takeErrorOutput(_ take: @escaping ErrorOutput) {
        errorOutput.withLock { $0 = take }
    }

    /// Sends bytes to init's input.
    func send(_ bytes: [UInt8]) async throws {
        try await stream.send(bytes)
    }

    /// Waits for bytes of init's output; what it writes to its error output is not part of it.
    func receive() async throws -> [UInt8]? {
        while let chunk = try await stream.receive() {
            if chunk.stream == .stdout { return chunk.bytes }
            if let take = errorOutput.withLock({ $0 }) { await take(chunk.bytes[...]) }
        }
        return nil
    }

    /// Closes the connection, at which init ends everything in the container.
    func close() async {
        stream.close()
    }
}
