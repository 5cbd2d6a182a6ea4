import Synchronization
import Testing

@testable import Sessions

@Suite("Room on the heap")
struct HeapRoomTests {
    private final class Freed: Sendable {
        let count = Atomic(0)
    }

    private final class Piece: Sendable {
        private let freed: Freed

        init(_ freed: Freed) {
            self.freed = freed
        }

        deinit {
            freed.count.add(1, ordering: .relaxed)
        }
    }

    @Test(
        "what a long file was read into is kept, and what a short one was is freed",
        arguments: [(1 << 20, false), (1 << 10, true)]
    )
    func kept(bytes: Int, isFreed: Bool) {
        let freed = Freed()
        HeapRoom.keep(Piece(freed), ofFile: bytes)
        #expect(freed.count.load(ordering: .relaxed) == (isFreed ? 1 : 0))
    }
}
