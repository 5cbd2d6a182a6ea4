import Testing

@testable import ActlocalCommands

@Suite("Cache entries at the command line")
struct CacheCommandTests {
    private static let modules = StoreFixture.tar(["node_modules/a": "one", "../../npm/b": "two"])

    @Test("entries are listed with their refs, and shown with their files")
    func show() async throws {
        let fixture = try StoreFixture()
        try fixture.entry("npm-1", Self.modules)
        #expect(
            try await fixture.call("cache").output == """
                npm-1  3.1 kB  refs/heads/main  used 5 minutes ago
                3.1 kB in all

                """
        )
        let shown = try await fixture.call("cache show NPM-")
        #expect(shown.status == 0, "\(shown)")
        #expect(shown.output.hasPrefix("npm-1\n"))
        #expect(shown.output.contains("  3 B  ../../npm/b\n"))
        let json = try await fixture.call("cache show npm-1 --json")
        #expect(json.output.contains(#""ref" : "refs/heads/main""#))
        #expect(json.output.contains(#""path" : "node_modules/a""#))
    }

    @Test("an entry is unpacked inside the folder, wherever its paths lead")
    func extract() async throws {
        let fixture = try StoreFixture()
        try fixture.entry("npm-1", Self.modules)
        try fixture.entry("npm-1", ref: "refs/heads/dev", StoreFixture.tar(["dev": "1"]))
        let made = try await fixture.call("cache extract npm-1 --ref main --to out")
        #expect(made.status == 0, "\(made)")
        #expect(StoreFixture.text(fixture.project.path + "/out/node_modules/a") == "one")
        #expect(StoreFixture.text(fixture.project.path + "/out/npm/b") == "two")
        #expect(!StoreFixture.exists(fixture.project.path + "/out/dev"))
        let again = try await fixture.call("cache extract npm-1 --ref main --to out")
        #expect(again.status == 64)
    }

    @Test("a key that is not there ends with 5, and pruning removes what was asked for")
    func prune() async throws {
        let fixture = try StoreFixture()
        #expect(try await fixture.call("cache").output == "no cache entries\n")
        try fixture.entry("npm-1", [1, 2, 3])
        let missing = try await fixture.call("cache show pip-")
        #expect(missing.status == 5)
        #expect(missing.console.contains("no cache entry has a key that begins with `pip-`"))
        #expect(try await fixture.call("cache prune").output.hasPrefix("removed 0 cache entries"))
        let gone = try await fixture.call("cache prune --all")
        #expect(gone.output == "removed npm-1 (3 B)\nremoved 1 cache entry, 3 B\n")
        #expect(!StoreFixture.exists(fixture.home.path + "/cache/caches/v"))
        #expect(try await fixture.call("cache").output == "no cache entries\n")
    }
}
