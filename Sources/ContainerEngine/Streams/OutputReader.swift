import Synchronization

/// Turns the pieces of a byte stream into chunks of output, for one reader at a time.
final class OutputReader: Sendable {
    private struct State {
        var frames = FrameDemultiplexer()
        /// Chunks already taken apart, oldest last.
        var ready: [OutputChunk] = []
    }

    private let state = Mutex(State())
    /// Whether the stream is in frames; a terminal's is not.
    private let isMultiplexed: Bool
    private let next: @Sendable () async throws -> [UInt8]?

    /// Reads pieces from `next` until it returns `nil`.
    init(isMultiplexed: Bool, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.isMultiplexed = isMultiplexed
        self.next = next
    }

    /// The next chunk, `nil` at the end.
    ///
    /// - Throws: `EngineError.connectionLost` when the stream ends in the middle of a frame.
    func receive() async throws -> OutputChunk? {
        while true {
            if let chunk = state.withLock({ $0.ready.popLast() }) { return chunk }
            guard let bytes = try await next() else {
                guard state.withLock({ $0.frames.isAtBoundary }) else {
                    throw EngineError.connectionLost(detail: "the output ended in mid-frame")
                }
                return nil
            }
            guard isMultiplexed else { return OutputChunk(stream: .stdout, bytes: bytes) }
            try state.withLock { state in
                state.ready = try state.frames.take(bytes).reversed()
            }
        }
    }
}
