/// Hands pieces from one task to another, one at a time: who gives waits until it is taken.
actor PieceExchange {
    private var piece: [UInt8]?
    private var end: Result<Void, any Error>?
    private var giver: CheckedContinuation<Void, Never>?
    private var taker: CheckedContinuation<[UInt8]?, any Error>?

    /// Gives a piece, which is dropped after the end; nobody may give another meanwhile.
    func give(_ bytes: [UInt8]) async {
        guard end == nil else { return }
        if let taker {
            self.taker = nil
            return taker.resume(returning: bytes)
        }
        piece = bytes
        await withCheckedContinuation { giver = $0 }
    }

    /// Ends the exchange; the first end counts.
    func finish(_ error: (any Error)?) {
        guard end == nil else { return }
        end = error.map { .failure($0) } ?? .success(())
        giver?.resume()
        giver = nil
        if let error {
            piece = nil
            taker?.resume(throwing: error)
        } else {
            taker?.resume(returning: nil)
        }
        taker = nil
    }

    /// The next piece; nil at the end.
    func next() async throws -> [UInt8]? {
        if let piece {
            self.piece = nil
            giver?.resume()
            giver = nil
            return piece
        }
        if let end { return try end.map { nil }.get() }
        return try await withCheckedThrowingContinuation { taker = $0 }
    }
}
