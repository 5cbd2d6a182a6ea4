import Glibc
import InitProtocol
import Synchronization
import Testing

@testable import Execution

@Suite("Init's way past the engine")
struct InitDoorTests {
    /// A way that counts what comes over it.
    private final class CountedTransport: InitTransport {
        private let inner: LocalInitTransport
        private let received = Mutex(0)

        init() throws {
            inner = try LocalInitTransport(
                program: LocalHost.program,
                environment: ["PATH": LocalHost.defaultPath]
            )
        }

        var count: Int { received.withLock { $0 } }

        func send(_ bytes: [UInt8]) async throws { try await inner.send(bytes) }

        func receive() async throws -> [UInt8]? {
            let bytes = try await inner.receive()
            received.withLock { $0 += bytes?.count ?? 0 }
            return bytes
        }

        func close() async { await inner.close() }
    }

    private static func with(
        _ body: (_ folder: String, CountedTransport) async throws -> Void
    ) async throws {
        let folder = "/tmp/actlocal-door-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        try #require(mkdir(folder, 0o700) == 0)
        defer { rmdir(folder) }
        try await body(folder, CountedTransport())
    }

    /// Prints a megabyte and gives how much of it came.
    private static func print(on host: InitStepHost) async throws -> Int {
        let count = Counter()
        let request = ProcessRequest(
            arguments: ["head", "-c", "1000000", "/dev/zero"],
            environment: ["PATH": LocalHost.defaultPath],
            workingDirectory: "/"
        )
        let exit = try await host.run(request) { await count.add($0.count) }
        #expect(exit.status == .exited(0))
        return await count.value
    }

    private actor Counter {
        private(set) var value = 0
        func add(_ count: Int) { value += count }
    }

    @Test("output goes over the door's socket, whose path is free again")
    func moves() async throws {
        try await Self.with { folder, first in
            var door = InitDoor(in: folder, seenAs: folder)
            let path = try #require(door?.path)
            #expect(access(path, F_OK) == 0)
            let host = try await InitStepHost(transport: first, door: door)
            door = nil
            #expect(access(path, F_OK) != 0)
            let before = first.count
            #expect(try await Self.print(on: host) == 1_000_000)
            #expect(first.count == before)
            await host.close()
        }
    }

    @Test("a door that cannot be reached changes nothing")
    func staysWhereItIs() async throws {
        try await Self.with { folder, first in
            let door = InitDoor(in: folder, seenAs: "\(folder)/elsewhere")
            let host = try await InitStepHost(transport: first, door: door)
            #expect(try await Self.print(on: host) == 1_000_000)
            #expect(first.count > 1_000_000)
            await host.close()
        }
    }

    @Test("who does not show the key is turned away")
    func wantsTheKey() async throws {
        try await Self.with { folder, first in
            let door = try #require(InitDoor(in: folder, seenAs: folder))
            let stranger = try SocketStream(path: door.path)
            try await stranger.write(Array(repeating: 0x30, count: door.key.utf8.count)[...])
            let silent = try SocketStream(path: door.path)
            let host = try await InitStepHost(transport: first, door: door)
            #expect(try await stranger.read() == nil)
            #expect(try await silent.read() == nil)
            #expect(try await Self.print(on: host) == 1_000_000)
            await host.close()
        }
    }

    @Test("init ends when the socket does")
    func endsWithTheSocket() async throws {
        try await Self.with { folder, first in
            let door = InitDoor(in: folder, seenAs: folder)
            let host = try await InitStepHost(transport: first, door: door)
            let process = host.facts.processID
            // Closing waits for the process as long as it lives.
            let deadline = Task {
                try await Task.sleep(for: .seconds(30))
                return kill(process, SIGKILL) == 0
            }
            await host.close()
            deadline.cancel()
            #expect((try? await deadline.value) != true, "init had to be killed")
            #expect(kill(process, 0) != 0)
        }
    }
}
