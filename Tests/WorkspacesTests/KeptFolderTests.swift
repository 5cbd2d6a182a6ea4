import Testing
import Workspaces

#if canImport(Glibc)
    import Glibc
#endif

@Suite("What is kept and may go")
struct KeptFolderTests {
    private let tool: RepositoryName

    init() throws {
        tool = try #require(RepositoryName(parsing: "acme/tool"))
    }

    @Test("commits and checkouts of other repositories are known by address and time of use")
    func kept() async throws {
        let host = try await GitHost()
        let commit = try await host.push(["a": "1"], to: "acme/tool", "refs/heads/main")
        let store = host.store()
        _ = try await store.fetch(tool, ref: "main")
        _ = try await store.checkout(tool, ref: "main", depth: 1)
        let kept = RepositoryStore.kept(in: host.cache)
        let address = "\(host.server)/acme/tool"
        #expect(
            kept.map(\.name) == [
                "\(address) \(commit.prefix(12))", "\(address) checkout \(commit.prefix(12))",
            ]
        )
        #expect(kept.allSatisfy { $0.size > 0 && $0.used > 1_700_000_000 })
    }

    @Test("what a run uses stays, and is fetched again when it went before")
    func inUse() async throws {
        let host = try await GitHost()
        try await host.push(["a": "1"], to: "acme/tool", "refs/heads/main")
        var store: RepositoryStore? = host.store()
        let first = try await store?.fetch(tool, ref: "main")
        let kept = RepositoryStore.kept(in: host.cache)
        #expect(await RepositoryStore.remove(kept).isEmpty)
        #expect(fileStatus((first?.folder ?? "") + "/a") != nil)
        store = nil
        // A process that another test is just starting has the lock too, until it is itself.
        let deadline = ContinuousClock.now + .seconds(10)
        var gone: [KeptFolder] = []
        while gone.isEmpty, ContinuousClock.now < deadline {
            gone = await RepositoryStore.remove(kept)
        }
        #expect(gone == kept)
        #expect(fileStatus(first?.folder ?? "/") == nil)
        #expect(RepositoryStore.kept(in: host.cache).isEmpty)
        let again = try await host.store().fetch(tool, ref: "main")
        #expect(!again.isFromCache)
    }

    @Test("what was used since it was looked at stays")
    func usedSince() async throws {
        let host = try await GitHost()
        let commit = try await host.push(["a": "1"], to: "acme/tool", "refs/heads/main")
        _ = try await host.store().fetch(tool, ref: commit)
        let before = RepositoryStore.kept(in: host.cache)
        let again = try await host.store().fetch(tool, ref: commit)
        #expect(await RepositoryStore.remove(before).isEmpty)
        #expect(fileStatus(again.folder + "/a") != nil)
    }

    @Test("the snapshots of a project go together, but none that a run uses")
    func snapshots() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        var held: WorkspaceSnapshot? = try await project.snapshot()
        try project.write("a", "2")
        let other = try await project.snapshot().folder
        let kept = project.store.kept
        #expect(kept.count == 1)
        #expect(await project.store.remove(kept).isEmpty)
        #expect(fileStatus(other) == nil)
        #expect(text((held?.checkout ?? "") + "/a") == "1")
        held = nil
        #expect(await project.store.remove(project.store.kept).count == 1)
        #expect(project.store.kept.isEmpty)
        #expect(try await !project.snapshot().isReused)
    }
}
