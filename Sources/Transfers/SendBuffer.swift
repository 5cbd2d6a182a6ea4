import Synchronization

/// Bytes on their way from asynchronous senders to a transfer's thread.
///
/// A sender waits until the thread has taken all its bytes, so at most one piece per sender is
/// in memory. `onWork` tells the thread that there is something to take.
final class SendBuffer: Sendable {
    private struct Piece {
        let number: Int
        let bytes: [UInt8]
        var offset = 0
        var sender: CheckedContinuation<Void, any Error>?
    }

    private struct State {
        var pieces: [Piece] = []
        var nextNumber = 0
        var end: Result<Void, any Error>?
    }

    /// What the thread finds when it looks for bytes.
    enum Supply {
        /// That many bytes were taken.
        case taken(Int)
        /// Nothing yet.
        case empty
        /// Nothing any more: the sender closed its side.
        case finished
        /// The sender failed.
        case failed(any Error)
    }

    private let state = Mutex(State())
    private let onWork: @Sendable () -> Void

    /// An empty buffer; `onWork` is called on the sender's thread.
    init(onWork: @escaping @Sendable () -> Void) {
        self.onWork = onWork
    }

    /// Hands over bytes and waits until the socket has them.
    ///
    /// - Throws: the error the buffer was ended with, `TransferError.inputClosed` after `finish`.
    ///   A cancelled wait throws `CancellationError`; its bytes still go out in order.
    func send(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { sender in
                enqueue(Piece(number: number, bytes: bytes, sender: sender))
                if Task.isCancelled { cancelSender(of: number) }
            }
        } onCancel: {
            cancelSender(of: number)
        }
    }

    /// Closes the sender's side once everything handed over is out.
    func finish() {
        state.withLock { if $0.end == nil { $0.end = .success(()) } }
        onWork()
    }

    /// Gives up: every waiting and later sender gets the error.
    func fail(_ error: any Error) {
        let pieces = state.withLock { state -> [Piece] in
            if case .failure = state.end { return [] }
            state.end = .failure(error)
            defer { state.pieces = [] }
            return state.pieces
        }
        for piece in pieces { piece.sender?.resume(throwing: error) }
    }

    /// Lets the thread take from the oldest piece; `body` returns how many bytes it took.
    func take(_ body: (UnsafeRawBufferPointer) -> Int) -> Supply {
        var done: CheckedContinuation<Void, any Error>?
        let supply = state.withLock { state -> Supply in
            if case .failure(let error) = state.end { return .failed(error) }
            guard let piece = state.pieces.first else {
                return state.end == nil ? .empty : .finished
            }
            let taken = piece.bytes.withUnsafeBytes { bytes in
                body(UnsafeRawBufferPointer(rebasing: bytes[piece.offset...]))
            }
            if piece.offset + taken == piece.bytes.count {
                done = piece.sender
                state.pieces.removeFirst()
            } else {
                state.pieces[0].offset += taken
            }
            return .taken(taken)
        }
        done?.resume()
        return supply
    }

    private func enqueue(_ piece: Piece) {
        let refusal = state.withLock { state -> (any Error)? in
            switch state.end {
            case .success: return TransferError.inputClosed
            case .failure(let error): return error
            case nil:
                state.pieces.append(piece)
                return nil
            }
        }
        if let refusal { piece.sender?.resume(throwing: refusal) } else { onWork() }
    }

    private func cancelSender(of number: Int) {
        let sender = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let index = state.pieces.firstIndex(where: { $0.number == number }) else {
                return nil
            }
            defer { state.pieces[index].sender = nil }
            return state.pieces[index].sender
        }
        sender?.resume(throwing: CancellationError())
    }
}
