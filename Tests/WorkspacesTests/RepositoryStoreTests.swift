import HostProcesses
import Testing
import Workspaces

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Repositories of a git host", .timeLimit(.minutes(20)))
struct RepositoryStoreTests {
    private let tool: RepositoryName

    init() throws {
        tool = try #require(RepositoryName(parsing: "acme/tool"))
    }

    @Test("a branch, both kinds of tag and a whole SHA give the commit's files, read-only")
    func refs() async throws {
        let host = try await GitHost()
        let first = try await host.push(
            ["action.yml": "one", "lib/run.sh": "#!/bin/sh"],
            to: "acme/tool",
            "refs/tags/v1"
        )
        try await host.project.run("git", "tag", "-a", "-m", "Second", "v1.1")
        try await host.project.run(
            "git",
            "push",
            "-q",
            "\(host.folder)/acme/tool",
            "refs/tags/v1.1"
        )
        let second = try await host.push(["action.yml": "two"], to: "acme/tool", "refs/heads/main")
        let store = host.store()
        for (ref, commit, text) in [
            ("v1", first, "one"), ("v1.1", first, "one"), ("main", second, "two"),
            (second, second, "two"), ("refs/heads/main", second, "two"),
        ] {
            let stored = try await store.fetch(tool, ref: ref)
            #expect(stored.commit == commit, "\(ref)")
            #expect(Self.content(stored, "action.yml") == text)
            #expect(tree(stored.folder) == ["action.yml", "lib/", "lib/run.sh"])
            #expect(fileStatus("\(stored.folder)/.git") == nil)
            #expect((fileStatus("\(stored.folder)/action.yml")?.st_mode ?? 0) & 0o777 == 0o444)
            #expect((fileStatus("\(stored.folder)/lib")?.st_mode ?? 0) & 0o777 == 0o555)
        }
    }

    @Test("what an archive of the commit leaves out is not there, but for workflows")
    func archive() async throws {
        let host = try await GitHost()
        let commit = try await host.push(
            [
                ".gitattributes": "/.github export-ignore\ntests export-ignore\nid export-subst\n",
                ".github/workflows/a.yml": "on: push", ".github/other": "x", "tests/one": "1",
                "id": "$Format:%H$", "action.yml": "one",
            ],
            to: "acme/tool",
            "refs/tags/v1"
        )
        let stored = try await host.store().fetch(tool, ref: "v1")
        #expect(
            tree(stored.folder) == [
                ".gitattributes", ".github/", ".github/workflows/", ".github/workflows/a.yml",
                "action.yml", "id",
            ]
        )
        #expect(Self.content(stored, "id") == commit)
    }

    @Test("a tag comes before a branch of the same name")
    func tagBeforeBranch() async throws {
        let host = try await GitHost()
        let tagged = try await host.push(["a": "1"], to: "acme/tool", "refs/tags/same")
        try await host.push(["a": "2"], to: "acme/tool", "refs/heads/same")
        #expect(try await host.store().fetch(tool, ref: "same").commit == tagged)
    }

    @Test("a commit that was fetched is used without its host")
    func hostGone() async throws {
        let host = try await GitHost()
        let commit = try await host.push(["a": "1"], to: "acme/tool", "refs/tags/v1")
        let fetched = try await host.store().fetch(tool, ref: commit)
        #expect(!fetched.isFromCache)
        host.remove()
        let again = try await host.store().fetch(tool, ref: commit)
        #expect(again.isFromCache && again.folder == fetched.folder)
        await #expect(throws: RepositoryError.noRepository(tool, url: fetched.url)) {
            try await host.store().fetch(tool, ref: "v1")
        }
    }

    @Test("a tag that was moved is noticed once, and a branch that moves is nothing to notice")
    func movedTag() async throws {
        let host = try await GitHost()
        let old = try await host.push(
            ["a": "1"],
            to: "acme/tool",
            "refs/tags/v1",
            "refs/heads/main"
        )
        #expect(try await host.store().fetch(tool, ref: "v1").movedFrom == nil)
        _ = try await host.store().fetch(tool, ref: "main")
        let new = try await host.push(
            ["a": "2"],
            to: "acme/tool",
            "refs/tags/v1",
            "refs/heads/main"
        )
        let moved = try await host.store().fetch(tool, ref: "v1")
        #expect(moved.commit == new && moved.movedFrom == old)
        #expect(try await host.store().fetch(tool, ref: "main").movedFrom == nil)
        #expect(try await host.store().fetch(tool, ref: "v1").movedFrom == nil)
    }

    @Test("one run asks for a tag once, so that all its jobs have the same commit")
    func onceARun() async throws {
        let host = try await GitHost()
        let commit = try await host.push(["a": "1"], to: "acme/tool", "refs/tags/v1")
        let store = host.store()
        _ = try await store.fetch(tool, ref: "v1")
        try await host.push(["a": "2"], to: "acme/tool", "refs/tags/v1")
        #expect(try await store.fetch(tool, ref: "v1").commit == commit)
    }

    @Test("two runs that want the same commit at the same time fetch it once")
    func atOnce() async throws {
        let host = try await GitHost()
        try await host.push(["a": "1"], to: "acme/tool", "refs/tags/v1")
        let log = host.project.folder + "/fetches"
        let path = try host.fakeGit(
            "case \"$*\" in *' fetch '*) echo x >> \(log);; esac\nexec /usr/bin/git \"$@\""
        )
        let commits = try await withThrowingTaskGroup(of: String.self) { [tool] group in
            for _ in 0..<4 {
                let store = host.store(path: path)
                group.addTask { try await store.fetch(tool, ref: "v1").commit }
                group.addTask { try await store.fetch(tool, ref: "v1").commit }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(commits.count == 8 && Set(commits).count == 1)
        #expect(text(log) == "x\n")
    }

    @Test("a fetch that takes too long leaves nothing, and the next one is whole")
    func tooSlow() async throws {
        let host = try await GitHost()
        try await host.push(["a": "1"], to: "acme/tool", "refs/tags/v1")
        let path = try host.fakeGit(
            "case \"$*\" in *' fetch '*) exec sleep 1000;; esac\nexec /usr/bin/git \"$@\""
        )
        var limits = RepositoryLimits()
        limits.download = .milliseconds(50)
        let slow = host.store(limits: limits, path: path)
        let error = await #expect(throws: RepositoryError.self) {
            try await slow.fetch(tool, ref: "v1")
        }
        #expect(error?.description.contains("no end after") == true)
        #expect(host.contents.isEmpty)
        #expect(try await !host.store().fetch(tool, ref: "v1").isFromCache)
    }

    @Test("what a killed process had begun to fetch is removed by the next fetch")
    func killed() async throws {
        let host = try await GitHost()
        let old = try await host.push(["a": "1"], to: "acme/tool", "refs/tags/v1")
        _ = try await host.store().fetch(tool, ref: old)
        let commits = try #require(host.contents.first { $0.hasSuffix("\(old)/") })
        let shelf = commits.dropLast("commits/\(old)/".count)
        let begun = "\(host.cache)/\(shelf)building/abc-1.\(try await deadProcess()).12345"
        try writeFile(begun + "/files/half", "half")
        let new = try await host.push(["a": "2"], to: "acme/tool", "refs/tags/v2")
        _ = try await host.store().fetch(tool, ref: new)
        #expect(fileStatus(begun) == nil)
        #expect(!host.contents.contains { $0.contains("/building/") })
    }

    @Test("a cancelled fetch ends at once and leaves nothing")
    func cancelled() async throws {
        let host = try await GitHost()
        try await host.push(["a": "1"], to: "acme/tool", "refs/tags/v1")
        let pipe = host.project.folder + "/started"
        mkfifo(pipe, 0o600)
        let path = try host.fakeGit(
            "case \"$*\" in *' fetch '*) echo > \(pipe); exec sleep 1000;; esac\n"
                + "exec /usr/bin/git \"$@\""
        )
        let store = host.store(path: path)
        let fetching = Task { [tool] in try await store.fetch(tool, ref: "v1") }
        try await host.project.run("cat", pipe)
        fetching.cancel()
        await #expect(throws: CancellationError.self) { try await fetching.value }
        #expect(host.contents.isEmpty)
    }

    @Test("offline, what was fetched before is used and what was not is named")
    func offline() async throws {
        let host = try await GitHost()
        let commit = try await host.push(
            ["a": "1"],
            to: "acme/tool",
            "refs/tags/v1",
            "refs/heads/main"
        )
        _ = try await host.store().fetch(tool, ref: "v1")
        let path = try host.fakeGit("exit 99")
        let store = host.store(isOffline: true, path: path)
        #expect(try await store.fetch(tool, ref: "v1").commit == commit)
        #expect(try await store.fetch(tool, ref: commit).commit == commit)
        let unknown = String(repeating: "a", count: 40)
        for ref in ["main", "v2", unknown] {
            await #expect(throws: RepositoryError.offline(tool, ref: ref)) {
                try await store.fetch(tool, ref: ref)
            }
        }
    }

    @Test("a host that sends no commit by its name is asked for everything")
    func oldHost() async throws {
        let host = try await GitHost()
        let commit = try await host.push(["a": "1"], to: "acme/tool", "refs/heads/main")
        try await host.push(["a": "2"], to: "acme/tool", "refs/heads/main")
        let path = try host.fakeGit("exec /usr/bin/git -c protocol.version=0 \"$@\"")
        let stored = try await host.store(path: path).fetch(tool, ref: commit)
        #expect(Self.content(stored, "a") == "1")
        let unknown = String(repeating: "a", count: 40)
        await #expect(throws: RepositoryError.noRef(tool, ref: unknown)) {
            try await host.store(path: path).fetch(tool, ref: unknown)
        }
    }

    private static func content(_ stored: StoredRepository, _ path: String) -> String? {
        text("\(stored.folder)/\(path)")
    }
}
