import HummingbirdCore
import NIOCore
import Synchronization

/// The body of a request, read piece by piece while it arrives.
struct ServiceBody: Sendable {
    private final class Progress: Sendable {
        let count = Mutex(0)
    }

    private let pieces: RequestBody
    private let progress = Progress()
    /// What `Content-Length` says; nil for a body in chunks.
    let length: Int?

    /// The body of a request whose head has been read.
    init(_ pieces: RequestBody, length: Int?) {
        self.pieces = pieces
        self.length = length
    }

    /// Hands every piece on in order; the sender waits meanwhile.
    ///
    /// - Parameters:
    ///   - limit: The most bytes the body may have.
    ///   - take: Is given each piece; it throws `ServiceFailure` only.
    /// - Returns: how many bytes there were.
    /// - Throws: `ServiceFailure` when it is too long, or ends before the length it was said to
    ///   have; what `take` throws.
    @discardableResult
    func read(
        upTo limit: Int,
        _ take: (UnsafeRawBufferPointer) throws -> Void
    ) async throws -> Int {
        var count = 0
        if let length, length > limit { throw Self.tooLarge(limit) }
        do {
            for try await piece in pieces {
                count += piece.readableBytes
                progress.count.withLock { $0 += piece.readableBytes }
                guard count <= limit else { throw Self.tooLarge(limit) }
                try piece.withUnsafeReadableBytes(take)
            }
        } catch let failure as ServiceFailure {
            throw failure
        } catch {
            throw ServiceFailure(.malformed, "the body ends too early")
        }
        if let length, count != length {
            throw ServiceFailure(.malformed, "the body has \(count) bytes, not \(length)")
        }
        return count
    }

    /// The whole body, for what is small.
    func collect(upTo limit: Int = 1 << 20) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await read(upTo: limit) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Reads what nobody has asked for and drops it: some clients read no answer before they have
    /// sent everything.
    ///
    /// - Returns: false when there is more than is waited for.
    func drop(upTo limit: Int = 64 << 20, within patience: Duration = .seconds(10)) async -> Bool {
        guard let length else { return true }
        let rest = length - progress.count.withLock { $0 }
        guard rest > 0 else { return true }
        guard rest <= limit else { return false }
        return await withTaskGroup(of: Bool.self) { [pieces] group in
            group.addTask {
                var left = rest
                do {
                    for try await piece in pieces {
                        left -= piece.readableBytes
                        if left <= 0 { break }
                    }
                } catch {
                    return false
                }
                return left <= 0
            }
            group.addTask {
                try? await Task.sleep(for: patience)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    private static func tooLarge(_ limit: Int) -> ServiceFailure {
        ServiceFailure(.tooLarge, "the body has more than \(limit) bytes")
    }
}
