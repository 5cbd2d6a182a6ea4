import Transfers

/// The standard streams of a running process, over one connection.
///
/// One reader at a time; senders may be many. The process waits while nobody reads. Letting go
/// of it closes the connection, which does not end the process.
package final class AttachedStream: Sendable {
    private let stream: HijackedStream
    private let reader: OutputReader
    private let endpoint: EngineEndpoint

    /// Wraps a connection that the engine has opened.
    init(_ stream: HijackedStream, isMultiplexed: Bool, endpoint: EngineEndpoint) {
        self.stream = stream
        self.endpoint = endpoint
        reader = OutputReader(isMultiplexed: isMultiplexed) {
            do {
                return try await stream.receive()
            } catch {
                throw EngineError.translating(error, endpoint: endpoint)
            }
        }
    }

    /// Sends bytes to the process's input and returns when the system has taken them.
    ///
    /// - Throws: `EngineError`; `CancellationError`, after which the bytes may still go out.
    package func send(_ bytes: [UInt8]) async throws {
        do {
            try await stream.send(bytes)
        } catch {
            throw EngineError.translating(error, endpoint: endpoint)
        }
    }

    /// The next bytes the process wrote, `nil` when it is gone or has closed its outputs.
    ///
    /// A terminal's bytes all count as stdout. A cancelled call loses nothing.
    ///
    /// - Throws: `EngineError`, `CancellationError`.
    package func receive() async throws -> OutputChunk? {
        try await reader.receive()
    }

    /// Ends the process's input; its output goes on.
    package func closeInput() {
        stream.closeInput()
    }

    /// Closes the connection at once.
    package func close() {
        stream.close()
    }
}
