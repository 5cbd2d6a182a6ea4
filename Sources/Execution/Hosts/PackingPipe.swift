import Dispatch
import Synchronization

/// Brings pieces from a thread that may block to a task that may not.
package final class PackingPipe: Sendable {
    /// How many pieces may wait before the thread does.
    private static let room = 16

    private struct State {
        var pieces = Backlog<[UInt8]>()
        var end: Result<Void, any Error>?
        var reader: CheckedContinuation<[UInt8]?, any Error>?
    }

    private let state = Mutex(State())
    // It begins at zero and is filled: a semaphore that is let go of below its first value traps,
    // and a reader may leave pieces.
    private let places = DispatchSemaphore(value: 0)

    private init() {
        for _ in 0..<Self.room { places.signal() }
    }

    /// What reads the pieces; once nobody holds it, the packing ends.
    private final class Reader: Sendable {
        let pipe: PackingPipe
        let packing: Task<Void, Never>

        init(_ pipe: PackingPipe, _ packing: Task<Void, Never>) {
            self.pipe = pipe
            self.packing = packing
        }

        deinit { stop() }

        func stop() {
            packing.cancel()
            pipe.finish(CancellationError())
        }
    }

    /// The parts of a tar stream that `pack` gives away from a thread of its own.
    package static func stream(
        _ pack:
            @escaping @Sendable (
                _ push: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void
            ) async throws -> Void
    ) -> Checkout.TarStream {
        let pipe = PackingPipe()
        let packing = Task {
            do {
                try await pack { try pipe.push($0) }
                pipe.finish(nil)
            } catch {
                pipe.finish(error)
            }
        }
        let reader = Reader(pipe, packing)
        return {
            try await withTaskCancellationHandler {
                try await reader.pipe.next()
            } onCancel: {
                reader.stop()
            }
        }
    }

    /// Adds a piece, waiting for room; called on a thread of the packer's own.
    ///
    /// - Throws: the reason that nobody reads any more.
    private func push(_ bytes: UnsafeRawBufferPointer) throws {
        places.wait()
        let piece = Array(bytes)
        let reader = try state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
            if case .failure(let error) = state.end { throw error }
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            state.pieces.append(piece)
            return nil
        }
        if let reader {
            places.signal()
            reader.resume(returning: piece)
        }
    }

    /// Ends the stream; the first end counts.
    private func finish(_ error: (any Error)?) {
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
            guard state.end == nil else { return nil }
            state.end = error.map { .failure($0) } ?? .success(())
            defer { state.reader = nil }
            return state.reader
        }
        places.signal()
        if let error {
            reader?.resume(throwing: error)
        } else {
            reader?.resume(returning: nil)
        }
    }

    /// The next piece; nil at the end.
    private func next() async throws -> [UInt8]? {
        try await withCheckedThrowingContinuation { continuation in
            let ready = state.withLock { state -> Result<[UInt8]?, any Error>? in
                if let piece = state.pieces.takeFirst() { return .success(piece) }
                if let end = state.end { return end.map { nil } }
                state.reader = continuation
                return nil
            }
            guard let ready else { return }
            if case .success(.some) = ready { places.signal() }
            continuation.resume(with: ready)
        }
    }
}
