import Foundation
import RunnerServices
import Testing
import Transfers

@Suite("Clients that lie, and clients that race")
struct HostileClientTests {
    @Test("a job does nothing in the name of another job of its run")
    func otherJob() async throws {
        try await ServiceFixture.with { fixture in
            let (one, other) = (fixture.job(), fixture.job(key: "other"))
            let stolen = ["workflow_job_run_backend_id": "\"\(one.backendIDs.job)\""]
            let name = ["name": "\"dist\"", "version": "7"]
            let created = try await other.artifacts(
                "CreateArtifact",
                name.merging(stolen) { $1 }
            )
            #expect(created.status == 403)
            let own = try await one.artifacts("CreateArtifact", name)
            let target = JobClient.target(own["signed_upload_url"] ?? "")
            #expect(try await fixture.send("PUT", target, body: .bytes([1])).status == 201)
            let fields = ["name": "\"dist\"", "size": "\"1\""]
            for more in [stolen, [:]] {
                let answer = try await other.artifacts(
                    "FinalizeArtifact",
                    fields.merging(more) { $1 }
                )
                #expect([403, 404].contains(answer.status))
            }
            #expect(try await other.artifacts("ListArtifacts").list("artifacts").isEmpty)
            #expect(try await one.artifacts("FinalizeArtifact", fields).status == 200)
        }
    }

    @Test("a job finishes no cache entry that another one saves, by key or by number")
    func otherCache() async throws {
        try await ServiceFixture.with { fixture in
            let (one, other) = (fixture.job(), fixture.job(key: "other"))
            let reserved = try await one.v1("POST", "caches", #"{"key":"k","version":"v"}"#)
            let id = reserved["cacheId"] ?? ""
            #expect(try await one.chunk(id, 0, "abc").status == 204)
            #expect(try await other.chunk(id, 0, "xyz").status == 404)
            #expect(try await other.v1("POST", "caches/\(id)", #"{"size":3}"#).status == 404)
            let finished = try await other.caches(
                "FinalizeCacheEntryUpload",
                ["key": "\"k\"", "version": "\"v\"", "size_bytes": "\"3\""]
            )
            #expect(!finished.isOK)
            #expect(try await one.v1("POST", "caches/\(id)", #"{"size":3}"#).status == 204)
            #expect(try await one.restored("k").text == "abc")
        }
    }

    @Test(
        "a key that looks like a path is only a key",
        arguments: ["../../../escape", "/etc/escape", "a\\u0000b", ".", "..%2F..", "\u{202E}x"]
    )
    func keysAsPaths(key: String) async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            let saved = try await job.save(key, [7])
            #expect(saved.isOK, "\(saved.text)")
            #expect(try await job.restored(key).body == [7])
            let made = FileManager.default.enumerator(atPath: fixture.folder)?.compactMap {
                ($0 as? String).flatMap { $0.hasSuffix("/content") ? $0 : nil }
            }
            #expect(made?.count == 1)
            #expect(made?.allSatisfy { $0.hasPrefix("cache/caches/octo") } == true)
        }
    }

    @Test("a cache entry whose size is not what came is never restored", arguments: [0, 2, 4])
    func cacheSize(said: Int) async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            let fields = ["key": "\"k\"", "version": "\"v\""]
            let created = try await job.caches("CreateCacheEntry", fields)
            let target = JobClient.target(created["signed_upload_url"] ?? "")
            _ = try await fixture.send("PUT", target, body: .bytes([1, 2, 3]))
            let size = ["size_bytes": "\"\(said)\""]
            let finished = try await job.caches(
                "FinalizeCacheEntryUpload",
                fields.merging(size) { $1 }
            )
            #expect(!finished.isOK)
            #expect(try await job.restored("k").text == "miss")
            #expect(fixture.cacheEntries.isEmpty)
        }
    }

    @Test("of many jobs that save one key at once, in two runs, one has it and it is whole")
    func race() async throws {
        let folder = "/tmp/actlocal-race-\(UInt32.random(in: 0 ... .max))"
        defer { try? Scratch.remove(folder) }
        try await ServiceFixture.with(folder: folder) { one in
            try await ServiceFixture.with(folder: folder) { other in
                let saved = await withTaskGroup(of: Int?.self) { group in
                    for number in 1...12 {
                        let job = (number % 2 == 0 ? one : other).job(key: "job-\(number)")
                        let content = [UInt8](repeating: UInt8(number), count: 70_000)
                        group.addTask {
                            let answer = try? await job.save("key", content)
                            return answer?.isOK == true ? number : nil
                        }
                    }
                    var winners: [Int] = []
                    for await winner in group.compactMap(\.self) { winners.append(winner) }
                    return winners
                }
                #expect(saved.count == 1)
                let body = try await one.job().restored("key").body
                let expected = [UInt8](repeating: UInt8(saved.first ?? 0), count: 70_000)
                #expect(body == expected)
                #expect(one.cacheEntries.count == 1)
            }
        }
    }

    @Test("after a restart nothing of the old server is worth anything, and names are free")
    func restart() async throws {
        let folder = "/tmp/actlocal-restart-\(UInt32.random(in: 0 ... .max))"
        defer { try? Scratch.remove(folder) }
        var token = ""
        var target = ""
        try await ServiceFixture.with(folder: folder) { fixture in
            let job = fixture.job()
            token = job.token
            let created = try await job.artifacts(
                "CreateArtifact",
                ["name": "\"dist\"", "version": "7"]
            )
            target = JobClient.target(created["signed_upload_url"] ?? "")
            #expect(try await fixture.send("PUT", target, body: .bytes([1])).status == 201)
        }
        try await ServiceFixture.with(folder: folder) { fixture in
            let job = fixture.job()
            #expect(try await fixture.send("PUT", target, body: .bytes([1])).status == 403)
            let old = try await job.call("ArtifactService", "ListArtifacts", [:], token: token)
            #expect(old.status == 401)
            #expect(try await job.upload("dist", [2, 3]).status == 200)
            #expect(try await job.download("dist").body == [2, 3])
        }
    }
}
