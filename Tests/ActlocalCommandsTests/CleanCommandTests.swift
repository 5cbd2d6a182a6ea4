import Foundation
import Sessions
import Testing

@testable import ActlocalCommands

@Suite("Clearing at the command line")
struct CleanCommandTests {
    private static func call(_ fixture: StoreFixture, _ line: String) async throws -> CommandResult
    {
        try await CommandResult.of(
            line.split(separator: " ").map(String.init),
            machine: fixture.machine
        )
    }

    /// A node that has been there for two days.
    private static func node(_ name: String, _ fixture: StoreFixture) throws {
        let program = String(repeating: "x", count: 4096)
        try fixture.home.file("cache/nodes/\(name)/bin/node", program)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -2 * 24 * 3600)],
            ofItemAtPath: "\(fixture.home.path)/cache/nodes/\(name)"
        )
    }

    @Test("what has reached its end goes, of all repositories, and the rest stays")
    func usual() async throws {
        let fixture = try StoreFixture()
        try fixture.artifact("old", run: 1, id: 10, [1], days: 91)
        try fixture.artifact("other", run: 2, id: 20, [1], days: 91, of: "https://github.com/o/r")
        try fixture.artifact("new", run: 3, id: 30, [1])
        try fixture.entry("npm-1", [1, 2])
        for name in ["24.1.0-glibc-x64", "24.9.0-glibc-x64", "24.1.0-musl-x64"] {
            try Self.node(name, fixture)
        }
        let shown = try await Self.call(fixture, "clean -n")
        #expect(shown.output.hasSuffix("would remove 3 things, 4.1 kB\n"))
        let result = try await Self.call(fixture, "clean")
        #expect(result.status == 0)
        #expect(
            result.output == """
                removed old of run 1 (1 B)
                removed other of run 2 (1 B)
                removed node 24.1.0-glibc-x64 (4.1 kB)
                removed 3 things, 4.1 kB

                """
        )
        #expect(StoreFixture.exists(fixture.home.path + "/state/runs/3/artifacts/30/content"))
        #expect(StoreFixture.exists(fixture.home.path + "/cache/nodes/24.1.0-musl-x64"))
        #expect(!StoreFixture.exists(fixture.home.path + "/cache/nodes/24.1.0-glibc-x64"))
    }

    @Test(
        "what cannot be removed is not told as removed",
        .enabled(if: geteuid() == 0, "mounting needs root")
    )
    func stuck() async throws {
        let fixture = try StoreFixture()
        try fixture.artifact("old", run: 1, id: 10, [1], days: 91)
        try fixture.artifact("other", run: 2, id: 20, [1], days: 91)
        let place = "\(fixture.home.path)/state/runs/1/artifacts/10/mounted"
        try FileManager.default.createDirectory(
            atPath: place,
            withIntermediateDirectories: true
        )
        try Self.execute("mount", "-t", "tmpfs", "tmpfs", place)
        defer { try? Self.execute("umount", place) }
        let result = try await Self.call(fixture, "clean artifacts")
        #expect(
            result.output == """
                removed other of run 2 (1 B)
                removed 1 thing, 1 B; 1 thing in use or not removable

                """
        )
    }

    private static func execute(_ program: String, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/\(program)")
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    @Test("one kind alone can be cleared, and all of it")
    func kinds() async throws {
        let fixture = try StoreFixture()
        try fixture.artifact("new", run: 3, id: 30, [1])
        try fixture.entry("npm-1", [1, 2])
        let caches = try await Self.call(fixture, "clean caches --all --json")
        #expect(caches.output.contains(#""name" : "npm-1""#))
        #expect(StoreFixture.exists(fixture.home.path + "/state/runs/3/artifacts/30/content"))
        let rest = try await Self.call(fixture, "clean --all")
        #expect(rest.output == "removed new of run 3 (1 B)\nremoved 1 thing, 1 B\n")
        #expect(!StoreFixture.exists(fixture.home.path + "/state/runs/3"))
    }

    @Test("of a repository's runs the newest keep what their jobs left")
    func contexts() async throws {
        let fixture = try StoreFixture()
        for run in 1...21 {
            try fixture.home.file(
                "state/runs/\(run)/contexts.jsonl",
                #"{"version":1,"run":"\#(run)","id":"r\#(run)","home":"here"}"#
            )
        }
        let result = try await Self.call(fixture, "clean")
        #expect(result.output.hasPrefix("removed contexts of run 1 (47 B)"))
        #expect(!StoreFixture.exists(fixture.home.path + "/state/runs/1"))
        #expect(StoreFixture.exists(fixture.home.path + "/state/runs/2/contexts.jsonl"))
        let rest = try await Self.call(fixture, "clean contexts --all")
        #expect(rest.output.contains("removed 20 things"))
        #expect(!StoreFixture.exists(fixture.home.path + "/state/runs/2"))
    }

    @Test("an engine that does not answer is told, and the rest is cleared")
    func noEngine() async throws {
        let fixture = try StoreFixture()
        try fixture.entry("npm-1", [1, 2])
        let without = try await Self.call(fixture, "clean docker --all")
        #expect(without.status == 0)
        try fixture.home.file("cache/docker/1.lock", "")
        var machine = fixture.machine
        machine.environment["DOCKER_HOST"] = "unix://\(fixture.home.path)/no.sock"
        let result = try await CommandResult.of(["clean", "--all"], machine: machine)
        #expect(result.status == 4)
        #expect(result.output.hasSuffix("removed 1 thing, 2 B\n"))
        #expect(result.console.contains("no.sock"))
    }

    @Test("a kind that there is not is refused")
    func unknown() async throws {
        #expect(try await CommandResult.of(["clean", "pictures"]).status == 64)
    }
}
