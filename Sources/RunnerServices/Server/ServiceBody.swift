import HummingbirdCore
import NIOCore

/// The body of a request, read piece by piece while it arrives.
struct ServiceBody: Sendable {
    private let pieces: RequestBody
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

    private static func tooLarge(_ limit: Int) -> ServiceFailure {
        ServiceFailure(.tooLarge, "the body has more than \(limit) bytes")
    }
}
