import ContainerEngine
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("large and broken streams", .needsDocker, .serialized, .timeLimit(.minutes(20)))
struct StreamingTests {
    /// Resident memory of this process in bytes.
    private static func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return (Int(text.split(separator: " ")[1]) ?? 0) * 4096
    }

    @Test("200 MB through an attached stream arrive whole, with flat memory")
    func throughput() async throws {
        try await ContainerFixture.with { fixture in
            let total = 200 << 20
            let id = try await fixture.create(
                fixture.definition("dd if=/dev/zero bs=65536 count=3200 2>/dev/null")
            )
            let stream = try await fixture.engine.attach(to: id)
            try await fixture.engine.startContainer(id)
            var received = 0
            var largest = 0
            var before: Int?
            let clock = ContinuousClock()
            let start = clock.now
            while let chunk = try await stream.receive() {
                received += chunk.bytes.count
                if before == nil { before = try Self.residentBytes() }
                if received % (16 << 20) < chunk.bytes.count {
                    largest = max(largest, try Self.residentBytes() - (before ?? 0))
                }
            }
            let elapsed = clock.now - start
            let rate =
                Double(total) / 1e6
                / (Double(elapsed.components.attoseconds) / 1e18
                    + Double(elapsed.components.seconds))
            print("attached stream: \(Int(rate)) MB/s, memory grew by \(largest >> 20) MiB")
            #expect(received == total)
            // Other tests run in this process too, so only a stream that is kept whole shows.
            #expect(largest < total)
        }
    }

    @Test("a writer waits for a slow reader, and memory stays flat")
    func backPressure() async throws {
        try await ContainerFixture.with { fixture in
            let id = try await fixture.create(
                fixture.definition(
                    "dd if=/dev/zero bs=65536 count=1600 2>/dev/null; echo written >&2; read x"
                )
            )
            let engine = fixture.engine
            let stream = try await engine.attach(to: id)
            try await engine.startContainer(id)
            var received = try await stream.receive()?.bytes.count ?? 0
            let before = try Self.residentBytes()
            // Other calls go on while the stream is not read; the writer cannot be done.
            for _ in 0..<50 { _ = try await engine.container(id) }
            #expect(try Self.residentBytes() - before < 16 << 20)
            // The engine keeps no order between the two outputs.
            var isWritten = false
            while !isWritten || received < 100 << 20, let chunk = try await stream.receive() {
                if chunk.stream == .stderr {
                    isWritten = true
                } else {
                    received += chunk.bytes.count
                }
            }
            #expect(received == 100 << 20)
        }
    }

    @Test("large input goes through a process and comes back whole")
    func echo() async throws {
        try await ContainerFixture.with { fixture in
            let id = try await fixture.create(fixture.definition("cat"))
            let stream = try await fixture.engine.attach(to: id)
            try await fixture.engine.startContainer(id)
            let sender = Task {
                for index in 0..<40 {
                    try await stream.send([UInt8](repeating: UInt8(index), count: 50_000))
                }
                stream.closeInput()
            }
            var counts = [Int](repeating: 0, count: 40)
            while let chunk = try await stream.receive() {
                for byte in chunk.bytes { counts[Int(byte)] += 1 }
            }
            try await sender.value
            #expect(counts == [Int](repeating: 50_000, count: 40))
        }
    }

    @Test("a process that ends without reading its input still gives its output and status")
    func unreadInput() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let id = try await fixture.create(fixture.definition("echo early; exit 4"))
            let stream = try await engine.attach(to: id)
            let sender = Task {
                for _ in 0..<100 { try await stream.send([UInt8](repeating: 1, count: 100_000)) }
            }
            try await engine.startContainer(id)
            #expect(try await stream.readAll() == [.stdout: "early\n"])
            await #expect(throws: EngineError.self) { try await sender.value }
            #expect(try await engine.waitForContainer(id) == 4)

            let host = try await fixture.create(fixture.definition("while :; do sleep 0.05; done"))
            try await engine.startContainer(host)
            let input = [UInt8](repeating: 1, count: 5_000_000)
            let status = try await engine.run(["sh", "-c", "exit 3"], in: host, input: input)
            #expect(status == 3)
        }
    }

    @Test("a cancelled reader stops waiting and the stream goes on")
    func cancelledReader() async throws {
        try await ContainerFixture.with { fixture in
            let id = try await fixture.create(fixture.definition("read x; echo $x"))
            let stream = try await fixture.engine.attach(to: id)
            try await fixture.engine.startContainer(id)
            let reader = Task { try await stream.receive() }
            reader.cancel()
            await #expect(throws: CancellationError.self) { try await reader.value }
            try await stream.send(Array("still here\n".utf8))
            #expect(try await stream.receive()?.bytes == Array("still here\n".utf8))
        }
    }

    @Test("a cancelled wait returns at once and the engine still answers")
    func cancelledCall() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let id = try await fixture.create(fixture.definition("read x"))
            try await engine.startContainer(id)
            let waiter = Task { try await engine.waitForContainer(id) }
            let pending = try await engine.beginWaiting(for: id, until: .nextExit)
            let second = Task { try await pending.exitStatus() }
            waiter.cancel()
            second.cancel()
            await #expect(throws: CancellationError.self) { try await waiter.value }
            await #expect(throws: CancellationError.self) { try await second.value }
            #expect(try await engine.container(id).state.isRunning)
        }
    }

    @Test("a stream closed by us ends for its reader and its sender")
    func closedStream() async throws {
        try await ContainerFixture.with { fixture in
            let id = try await fixture.create(fixture.definition("read x"))
            let stream = try await fixture.engine.attach(to: id)
            try await fixture.engine.startContainer(id)
            let reader = Task { try await stream.receive() }
            stream.close()
            _ = try? await reader.value
            await #expect(throws: EngineError.self) {
                for _ in 0..<1000 { try await stream.send([UInt8](repeating: 1, count: 1 << 16)) }
            }
        }
    }

    @Test("no socket and nobody behind a socket are told apart")
    func unreachable() async throws {
        let path =
            FileManager.default.temporaryDirectory.path
            + "/engine-\(UInt64.random(in: 0 ... .max)).sock"
        let endpoint = EngineEndpoint(.unix(path: path))
        await #expect(throws: EngineError.unreachable(endpoint, .noSocket)) {
            _ = try await Engine.connect(to: endpoint)
        }
        try Data().write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        await #expect(throws: EngineError.unreachable(endpoint, .nobodyListens)) {
            _ = try await Engine.connect(to: endpoint)
        }
        let remote = EngineEndpoint(.tcp(host: "127.0.0.1", port: 9))
        await #expect(throws: EngineError.unreachable(remote, .nobodyListens)) {
            _ = try await Engine.connect(to: remote)
        }
    }

    @Test("twenty containers run at once")
    func parallel() async throws {
        try await ContainerFixture.with { fixture in
            let ids = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await fixture.create(fixture.definition("read x; exit $x"))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for (index, id) in ids.enumerated() {
                    group.addTask {
                        let stream = try await fixture.engine.attach(to: id)
                        try await fixture.engine.startContainer(id)
                        try await stream.send(Array("\(index)\n".utf8))
                        while try await stream.receive() != nil {}
                        return try await fixture.engine.waitForContainer(id)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == Array(0..<20))
        }
    }
}
