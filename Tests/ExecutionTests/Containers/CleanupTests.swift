import Synchronization
import Testing

@testable import Execution

@Suite("Cleanup")
struct CleanupTests {
    @Test("what is made while the job is cancelled is undone all the same")
    func cancelledMaking() async throws {
        let cleanup = Cleanup()
        let undone = Mutex<[String]>([])
        let (requests, request) = AsyncStream.makeStream(of: Void.self)
        let (answers, answer) = AsyncStream.makeStream(of: Void.self)
        let making = Task {
            try await cleanup.make(.rest) {
                request.yield()
                // The engine answers after the caller was cancelled.
                for await _ in answers { break }
                try Task.checkCancellation()
                return "network"
            } undo: { name in
                undone.withLock { $0.append(name) }
                return nil
            }.value
        }
        for await _ in requests { break }
        making.cancel()
        answer.yield()
        #expect(try await making.value == "network")
        #expect(await cleanup.run().isEmpty)
        #expect(undone.withLock { $0 } == ["network"])
    }

    @Test("a cancelled job makes nothing new")
    func alreadyCancelled() async throws {
        let cleanup = Cleanup()
        let making = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await cleanup.make(.containers) {
                "container"
            } undo: { _ in
                nil
            }
        }
        await #expect(throws: CancellationError.self) { try await making.value }
    }

    @Test("containers go before all else, each after what precedes it; what fails is told")
    func order() async {
        let cleanup = Cleanup()
        let order = Mutex<[String]>([])
        var ids: [String: Int] = [:]
        for (turn, name) in [(Cleanup.Turn.rest, "network"), (.containers, "container")] {
            ids[name] = cleanup.add(turn) {
                order.withLock { $0.append(name) }
                return name == "network" ? "it is in use" : nil
            }
        }
        cleanup.precede(ids["container"] ?? 0) { order.withLock { $0.append("process") } }
        #expect(await cleanup.run() == ["it is in use"])
        #expect(order.withLock { $0 } == ["process", "container", "network"])
        #expect(await cleanup.run().isEmpty)
    }
}
