import Diagnostics
import HostProcesses
import Synchronization
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Engines that take connections and never answer.
@Suite("Silent engines", .needsDocker, .timeLimit(.minutes(20)))
struct SilentEngineTests {
    private static let waiting = """
        jobs:
          a:
            runs-on: ubuntu-latest
            steps: [{ run: 'echo ready; sleep 1000' }]
        """

    @Test("an engine that never answers ends the run with 4 and says so")
    func silent() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.waiting)
            let engine = try Self.listen(at: fixture.folder + "/engine.sock")
            defer { close(engine) }
            let run = try await fixture.program(
                "run",
                "ci",
                adding: ["DOCKER_HOST": "unix://\(fixture.folder)/engine.sock"]
            )
            #expect(run.exitStatus == 4, "\(run)")
            #expect(run.standardError.contains("engine.sock`: it does not answer"), "\(run)")
            #expect(run.standardError.contains("help: restart the engine"))
        }
    }

    @Test("SIGINT ends a run that waits for its engine's first word")
    func interrupted() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.waiting)
            let engine = try Self.listen(at: fixture.folder + "/engine.sock")
            defer { close(engine) }
            let running = fixture.start(
                ["run", "ci"],
                adding: ["DOCKER_HOST": "unix://\(fixture.folder)/engine.sock"]
            )
            try #require(await Self.someoneCalls(engine))
            let clock = ContinuousClock()
            let start = clock.now
            running.signal(SIGINT)
            let run = try await running.finish()
            #expect(run.exitStatus == 130, "\(run)")
            #expect(clock.now - start < .seconds(10))
        }
    }

    @Test("a second SIGINT ends a run whose engine froze, and the next run removes what is left")
    func frozen() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.waiting)
            try fixture.workflow(
                "jobs: { b: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }\n",
                named: "next"
            )
            let socket = fixture.folder + "/engine.sock"
            let relay = try await Relay(at: socket)
            fixture.onCleanUp { await relay.end() }
            let running = fixture.start(
                ["run", "--json", "ci"],
                adding: ["DOCKER_HOST": "unix://\(socket)"]
            )
            try await running.line(containing: "ready")
            relay.signal(SIGSTOP)
            running.signal(SIGINT)
            // Two at the same moment would be one.
            try #require(await Self.hasTaken(SIGINT, try #require(running.process)))
            try await running.lateEnoughForAnotherSignal()
            running.signal(SIGINT)
            let run = try await running.finish()
            #expect(run.exitStatus == 130, "\(run)")
            #expect(run.diagnostics.contains { $0.message.contains("does not answer") }, "\(run)")
            relay.signal(SIGCONT)
            #expect(try await fixture.run("next").exitStatus == 0)
            let process = try #require(running.process)
            #expect(try await fixture.leftovers(of: process).isEmpty)
        }
    }

    /// Whether a process has no such signal pending any more, within a minute.
    private static func hasTaken(_ signal: Int32, _ process: Int32) async -> Bool {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8))
            let pending = status?.split(separator: "\n").first { $0.hasPrefix("ShdPnd:") }
            let digits = pending?.split(separator: "\t").last ?? ""
            if let bits = UInt64(digits, radix: 16), bits & (1 << UInt64(signal - 1)) == 0 {
                return true
            }
            await Task.yield()
        }
        return false
    }

    /// A socket that connections to are left waiting.
    private static func listen(at path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0 && Glibc.listen(descriptor, 8) == 0)
        return descriptor
    }

    /// Whether somebody connects within a minute.
    private static func someoneCalls(_ descriptor: Int32) async -> Bool {
        await Task.detached {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&entry, 1, 60_000) == 1
        }.value
    }
}

/// A way to the real engine that can be stopped.
private final class Relay: Sendable {
    private static let script = """
        import socket, sys, threading
        def pump(a, b):
            try:
                while data := a.recv(65536): b.sendall(data)
                b.shutdown(socket.SHUT_WR)
            except OSError: pass
        server = socket.socket(socket.AF_UNIX)
        server.bind(sys.argv[1])
        server.listen(64)
        print("up", flush=True)
        while True:
            here, _ = server.accept()
            there = socket.socket(socket.AF_UNIX)
            there.connect("/var/run/docker.sock")
            for way in ((here, there), (there, here)):
                threading.Thread(target=pump, args=way, daemon=True).start()
        """

    private let process: Int32
    private let work: Task<Void, any Error>

    /// Starts it, and waits until it listens.
    init(at path: String) async throws {
        let (starts, start) = AsyncStream.makeStream(of: Int32.self)
        let (bytes, output) = AsyncStream.makeStream(of: Void.self)
        let command = HostCommand(
            "python3",
            ["-c", Self.script, path],
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"]
        )
        work = Task {
            _ = try await command.stream {
                start.yield($0)
            } to: { _ in
                output.yield()
            }
        }
        var first = starts.makeAsyncIterator()
        process = try #require(await first.next())
        var up = bytes.makeAsyncIterator()
        _ = await up.next()
    }

    func signal(_ number: Int32) { kill(process, number) }

    /// Ends it.
    func end() async {
        signal(SIGCONT)
        work.cancel()
        _ = await work.result
    }
}
