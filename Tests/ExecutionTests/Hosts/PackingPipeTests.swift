import Dispatch
import Execution
import Testing

@Suite("The pipe between a packer and its reader", .timeLimit(.minutes(1)))
struct PackingPipeTests {
    /// A stream of pieces without end; `packed` gets a word when the packer has ended.
    private func stream(_ packed: AsyncStream<Void>.Continuation) -> Checkout.TarStream {
        PackingPipe.stream { push in
            defer { packed.yield() }
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(
                        with: Result {
                            let piece: [UInt8] = [1, 2, 3]
                            while true { try piece.withUnsafeBytes { try push($0) } }
                        }
                    )
                }
            }
        }
    }

    @Test("a packer ends when nobody holds its stream any more", arguments: [0, 1, 40])
    func letGo(pieces: Int) async throws {
        let (ends, packed) = AsyncStream.makeStream(of: Void.self)
        do {
            let next = stream(packed)
            for _ in 0..<pieces { #expect(try await next() == [1, 2, 3]) }
        }
        for await _ in ends { break }
    }

    @Test("a packer ends when its reader is cancelled")
    func cancelled() async throws {
        let (ends, packed) = AsyncStream.makeStream(of: Void.self)
        let next = stream(packed)
        let reader = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            while try await next() != nil {}
        }
        await #expect(throws: CancellationError.self) { try await reader.value }
        for await _ in ends { break }
    }
}
