import RunnerServices
import Testing

@Suite("Pruning of artifacts and caches")
struct PruningTests {
    private static func store(_ fixture: ServiceFixture) -> ArtifactStore {
        ArtifactStore(root: "\(fixture.folder)/state/runs")
    }

    @Test("the artifacts of a run that is going on stay, and go when it has ended")
    func runInProgress() async throws {
        let folder = "/tmp/actlocal-prune-\(UInt32.random(in: 0 ... .max))"
        defer { try? Scratch.remove(folder) }
        try await ServiceFixture.with(folder: folder) { fixture in
            try await fixture.job().upload("dist", [1, 2])
            let all = Self.store(fixture).entries()
            #expect(Self.store(fixture).remove(all).isEmpty)
            Self.store(fixture).sweep()
            #expect(try await fixture.job().download("dist").body == [1, 2])
        }
        let store = ArtifactStore(root: "\(folder)/state/runs")
        let all = store.entries()
        #expect(all.map(\.name) == ["dist"])
        #expect(store.remove(all) == all)
        #expect(store.entries().isEmpty)
    }

    @Test("what has expired is surplus, and so are runs that are too many or too large")
    func surplus() async throws {
        try await ServiceFixture.with { fixture in
            for run in 1...4 {
                try await fixture.job(run: run).upload("dist", [1, 2, 3, 4])
                fixture.clock.advance(by: 24 * 3600)
            }
            let store = Self.store(fixture)
            let now = fixture.clock.now
            func runs(_ limits: ArtifactLimits, at time: Double) -> [Int] {
                store.surplus(limits, now: time).map(\.run).sorted()
            }
            #expect(runs(.init(), at: now).isEmpty)
            #expect(runs(.init(runs: 2), at: now) == [1, 2])
            #expect(runs(.init(size: 9), at: now) == [1, 2])
            // The newest run keeps its own, however large.
            #expect(runs(.init(size: 1), at: now) == [1, 2, 3])
            #expect(runs(.init(), at: now + 86.5 * 24 * 3600) == [1])
            #expect(store.surplus(.init(runs: 0), home: "another", now: now).isEmpty)
        }
    }

    @Test("an entry that a job was told of stays until the job ends")
    func entryInUse() async throws {
        try await ServiceFixture.with { fixture in
            let (saver, reader) = (fixture.job(), fixture.job(key: "reader"))
            try await saver.save("key", [7])
            let store = CacheStore(root: "\(fixture.folder)/cache/caches")
            let found = try await reader.caches(
                "GetCacheEntryDownloadURL",
                ["key": "\"key\"", "version": "\"v\""]
            )
            #expect(store.remove(store.entries()).isEmpty)
            let target = JobClient.target(found["signed_download_url"] ?? "")
            #expect(try await fixture.send("GET", target).body == [7])
            fixture.server.dismiss(reader.grant)
            #expect(store.remove(store.entries()).count == 1)
            #expect(try await saver.restored("key").text == "miss")
            // The key is free again.
            #expect(try await saver.save("key", [8]).isOK)
            #expect(try await saver.restored("key").body == [8])
        }
    }
}
