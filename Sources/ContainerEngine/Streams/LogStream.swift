import Transfers

/// What a container has written so far and, when followed, goes on writing.
///
/// One reader at a time. Letting go of it closes the connection.
package final class LogStream: Sendable {
    private let reader: OutputReader

    /// Wraps the body of the engine's answer.
    init(_ stream: ByteStream, isMultiplexed: Bool) {
        reader = OutputReader(isMultiplexed: isMultiplexed) { try await stream.next() }
    }

    /// The next bytes, `nil` at the end.
    ///
    /// - Throws: `EngineError`, `CancellationError`.
    package func receive() async throws -> OutputChunk? {
        try await reader.receive()
    }
}
