import Synchronization

/// Bytes on their way from a transfer's thread to one asynchronous reader, bounded in memory.
///
/// The thread stops reading its socket while `hasRoom` is false; `onRoom` tells it to go on.
final class ReceiveBuffer: Sendable {
    private struct State {
        var pending: [UInt8] = []
        var end: Result<Void, any Error>?
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var wasFull = false
    }

    /// Bytes kept before the sender has to wait.
    static let limit = 1 << 20

    private let state = Mutex(State())
    private let onRoom: @Sendable () -> Void

    /// An empty buffer; `onRoom` is called on the reader's thread after it was full.
    init(onRoom: @escaping @Sendable () -> Void) {
        self.onRoom = onRoom
    }

    /// Whether the thread may add more; asking when it is full promises a later `onRoom`.
    var hasRoom: Bool {
        state.withLock { state in
            state.wasFull = state.pending.count >= Self.limit
            return !state.wasFull
        }
    }

    /// Whether the sender has said its last word.
    var isFinished: Bool {
        state.withLock { $0.end != nil }
    }

    /// Adds bytes for the reader, who is woken.
    func append(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            if state.end == nil { state.pending.append(contentsOf: bytes) }
            return nil
        }
        reader?.resume(returning: Array(bytes))
    }

    /// Ends the stream: the reader gets what is pending, then the end or the error.
    func finish(_ end: Result<Void, any Error>) {
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
            guard state.end == nil else { return nil }
            state.end = end
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(with: end.map { nil })
    }

    /// Everything that has arrived since the last call, waiting for at least one byte.
    ///
    /// `nil` is the end. A cancelled wait loses nothing: the bytes stay for the next call.
    func next() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if let ready = take(orWait: continuation) { continuation.resume(with: ready) }
                if Task.isCancelled { cancelReader() }
            }
        } onCancel: {
            cancelReader()
        }
    }

    private func take(
        orWait continuation: CheckedContinuation<[UInt8]?, any Error>
    ) -> Result<[UInt8]?, any Error>? {
        var madeRoom = false
        let ready = state.withLock { state -> Result<[UInt8]?, any Error>? in
            if !state.pending.isEmpty {
                madeRoom = state.wasFull
                state.wasFull = false
                defer { state.pending = [] }
                return .success(state.pending)
            }
            if let end = state.end { return end.map { nil } }
            guard state.reader == nil else {
                preconditionFailure("a stream has one reader at a time")
            }
            state.reader = continuation
            return nil
        }
        if madeRoom { onRoom() }
        return ready
    }

    private func cancelReader() {
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(throwing: CancellationError())
    }
}
