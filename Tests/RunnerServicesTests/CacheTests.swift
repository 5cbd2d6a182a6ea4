import RunnerServices
import Testing
import Transfers

@Suite("Caches")
struct CacheTests {
    private static let feature = [
        CacheScope("refs/heads/feature", isWritable: true), CacheScope("refs/heads/main"),
    ]

    @Test("an entry is found by its key, by a prefix and by restore keys, newest first")
    func keys() async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            for key in ["npm-a1", "npm-b2", "pip-c3"] {
                let saved = try await job.save(key, Array(key.utf8))
                #expect(saved.isOK)
                fixture.clock.advance(by: 1)
            }
            #expect(try await job.restored("npm-a1").text == "npm-a1")
            #expect(try await job.restored("NPM-A1").text == "npm-a1")
            #expect(try await job.restored("npm-").text == "npm-b2")
            #expect(try await job.restored("x", ["pip-", "npm-"]).text == "pip-c3")
            #expect(try await job.restored("x", ["y"]).text == "miss")
            #expect(try await job.restored("npm-a1", version: "other").text == "miss")
        }
    }

    @Test("a job sees its own ref's entries before the default branch's, and no other's")
    func scopes() async throws {
        try await ServiceFixture.with { fixture in
            let main = fixture.job()
            try await main.save("key", Array("main".utf8))
            fixture.clock.advance(by: 1)
            try await main.save("key-newer", Array("newer".utf8))
            let feature = fixture.job(run: 2, scopes: Self.feature)
            #expect(try await feature.restored("key").text == "main")
            try await feature.save("key-old", Array("feature".utf8))
            #expect(try await feature.restored("key").text == "feature")
            // The entry of the feature branch is none of the main branch's.
            #expect(try await main.restored("key-old").text == "miss")
        }
    }

    @Test("clients that speak protocol buffers in binary form save and restore")
    func binary() async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            // Metadata, which is skipped; the key; the version.
            let created = try await job.binary(
                "CreateCacheEntry",
                [0x0A, 0, 0x12, 1, 0x6B, 0x1A, 1, 0x76]
            )
            #expect(created.status == 200)
            #expect(created.body.prefix(3) == [0x08, 1, 0x12])
            let count = Int(created.body[3]) & 0x7F | Int(created.body[4]) << 7
            let address = String(decoding: created.body[5..<(5 + count)], as: UTF8.self)
            let content = [UInt8](repeating: 7, count: 300)
            let put = try await job.connection.send(
                "PUT",
                JobClient.target(address),
                body: .bytes(content)
            )
            #expect(put.status == 201)
            let size: [UInt8] = [0x18, 0xAC, 0x02]
            let saved = try await job.binary(
                "FinalizeCacheEntryUpload",
                [0x12, 1, 0x6B] + size + [0x22, 1, 0x76]
            )
            #expect(saved.body.prefix(3) == [0x08, 1, 0x10])
            #expect(try await job.restored("k").body == content)
            let restore: [UInt8] = [0x12, 1, 0x78, 0x1A, 1, 0x79, 0x1A, 1, 0x6B, 0x22, 1, 0x76]
            let found = try await job.binary("GetCacheEntryDownloadURL", restore)
            #expect(found.body.suffix(3) == [0x1A, 1, 0x6B])
            for cut in [1, 2, 5, restore.count - 1] {
                let broken = Array(restore[..<cut])
                let answer = try await job.binary("GetCacheEntryDownloadURL", broken)
                #expect(answer.status == 400 || answer.body.isEmpty, "\(cut): \(answer.text)")
            }
        }
    }

    @Test("an entry never changes, and of two jobs that save it at once one does")
    func immutable() async throws {
        try await ServiceFixture.with { fixture in
            let (one, other) = (fixture.job(), fixture.job(key: "other"))
            let fields = ["key": "\"key\"", "version": "\"v\""]
            #expect(try await one.caches("CreateCacheEntry", fields).isOK)
            let late = try await other.caches("CreateCacheEntry", fields)
            #expect(late.status == 409 && late["code"] == "already_exists", "\(late.text)")
            fixture.clock.advance(by: 6)
            #expect(try await one.save("key", [1]).isOK)
            let again = try await other.save("KEY", [2])
            #expect(again.status == 409 && again["code"] == "already_exists", "\(again.text)")
            #expect(
                again["msg"] == "cache entry with the same key, version, and scope already exists"
            )
            let binary = try await other.binary(
                "CreateCacheEntry",
                [0x12, 3, 0x6B, 0x65, 0x79, 0x1A, 1, 0x76]
            )
            #expect(binary.status == 409 && binary["code"] == "already_exists")
            #expect(try await other.restored("key").text == "\u{1}")
        }
    }

    @Test("a key that a job is saving is refused to itself, and what it sends first is kept")
    func savedTwice() async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            let fields = ["key": "\"key\"", "version": "\"v\""]
            let first = try await job.caches("CreateCacheEntry", fields)
            #expect(try await job.caches("CreateCacheEntry", fields).status == 409)
            let target = JobClient.target(first["signed_upload_url"] ?? "")
            #expect(try await fixture.send("PUT", target, body: .bytes([1])).status == 201)
            fixture.clock.advance(by: 60)
            #expect(try await job.caches("CreateCacheEntry", fields).status == 409)
            let end = fields.merging(["size_bytes": "\"1\""]) { $1 }
            #expect(try await job.caches("FinalizeCacheEntryUpload", end).isOK)
            #expect(try await job.restored("key").text == "\u{1}")
        }
    }

    @Test("an entry that is too old hides no older one that was used since")
    func hidden() async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            try await job.save("ag-1", [1])
            fixture.clock.advance(by: 1)
            try await job.save("ag-2", [2])
            fixture.clock.advance(by: 5 * 24 * 3600)
            #expect(try await job.restored("ag-1").text == "\u{1}")
            fixture.clock.advance(by: 4 * 24 * 3600)
            #expect(try await job.restored("ag-").text == "\u{1}")
        }
    }

    @Test("a job that ends unfinished gives the key back, and nothing is restored")
    func abandoned() async throws {
        try await ServiceFixture.with { fixture in
            let (one, other) = (fixture.job(), fixture.job(key: "other"))
            let fields = ["key": "\"key\"", "version": "\"v\""]
            let created = try await one.caches("CreateCacheEntry", fields)
            let target = JobClient.target(created["signed_upload_url"] ?? "")
            #expect(try await fixture.send("PUT", target, body: .bytes([1])).status == 201)
            fixture.server.dismiss(one.grant)
            #expect(try await fixture.send("PUT", target, body: .bytes([1])).status == 403)
            #expect(try await other.restored("key").text == "miss")
            #expect(try await other.save("key", [2]).isOK)
        }
    }

    @Test("a job that may only read saves nothing")
    func readOnly() async throws {
        try await ServiceFixture.with { fixture in
            let answer = try await fixture.job(scopes: [CacheScope("refs/heads/main")])
                .save("key", [1])
            #expect(answer.isOK == false)
            #expect(answer["message"] == "the job may not save caches")
        }
    }

    @Test("an entry larger than all that is kept is refused, as soon as its size is known")
    func tooLarge() async throws {
        try await ServiceFixture.with(cacheLimits: .init(size: 25)) { fixture in
            let job = fixture.job()
            for (size, status) in [(26, 400), (25, 201)] {
                let fields = #"{"key":"first","version":"v\#(size)","cacheSize":\#(size)}"#
                #expect(try await job.v1("POST", "caches", fields).status == status)
            }
            let answer = try await job.save("k", [UInt8](repeating: 7, count: 26))
            #expect(answer.status == 413, "\(answer.text)")
            #expect(answer.text.contains("a cache entry has at most 25 bytes, not 26"))
            #expect(try await job.restored("k").text == "miss")
            #expect(try await job.save("k", [UInt8](repeating: 7, count: 25)).isOK)
        }
    }

    @Test("a job that may only save restores nothing")
    func writeOnly() async throws {
        try await ServiceFixture.with { fixture in
            let scope = CacheScope("refs/heads/main", isReadable: false, isWritable: true)
            let job = fixture.job(scopes: [scope])
            let saved = try await job.save("key", [1])
            #expect(saved.isOK)
            #expect(try await job.restored("key").text == "miss")
            #expect(try await fixture.job().restored("key").text != "miss")
        }
    }

    @Test("what was not used for a week goes, and the longest unused when there is too much")
    func eviction() async throws {
        try await ServiceFixture.with(cacheLimits: .init(size: 25)) { fixture in
            let job = fixture.job()
            let ten = [UInt8](repeating: 7, count: 10)
            for key in ["a", "b"] {
                try await job.save(key, ten)
                fixture.clock.advance(by: 60)
            }
            #expect(try await job.restored("a").text != "miss")
            fixture.clock.advance(by: 60)
            try await job.save("c", ten)
            #expect(try await job.restored("b").text == "miss")
            #expect(try await job.restored("a").text != "miss")
            // What a job has restored stays as long as the job does.
            fixture.server.dismiss(job.grant)
            let later = fixture.job()
            fixture.clock.advance(by: 8 * 24 * 3600)
            #expect(try await later.restored("a").text == "miss")
            try await later.save("d", [1])
            let keys = fixture.cacheEntries.map(\.entry.key)
            #expect(keys == ["d"])
        }
    }

    @Test(
        "a key that is no key is refused",
        arguments: ["", "a,b", String(repeating: "k", count: 513)]
    )
    func badKeys(key: String) async throws {
        try await ServiceFixture.with { fixture in
            let answer = try await fixture.job().save(key, [1])
            #expect(answer.status == 400)
            #expect(answer.text.contains(key.isEmpty ? "the key is empty" : "cannot"))
        }
    }

    @Test("version 1 saves in chunks that come in any order, and both versions restore it")
    func versionOne() async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            let reserved = try await job.v1("POST", "caches", #"{"key":"k","version":"v"}"#)
            #expect(reserved.status == 201)
            let id = reserved["cacheId"] ?? ""
            let chunks = [(3, "def"), (0, "abc"), (6, "g")]
            for (start, text) in chunks.dropLast() {
                #expect(try await job.chunk(id, start, text).status == 204)
            }
            // A gap, or a size that is not the sum, is no entry.
            #expect(try await job.v1("POST", "caches/\(id)", #"{"size":7}"#).status == 400)
            #expect(try await job.chunk(id, 7, "h").status == 204)
            let gap = try await job.v1("POST", "caches/\(id)", #"{"size":8}"#)
            #expect(gap.text.contains("of the 8 bytes some in the middle were never uploaded"))
            #expect(try await job.chunk(id, 6, "g").status == 204)
            let short = try await job.v1("POST", "caches/\(id)", #"{"size":9}"#)
            #expect(short.text.contains("8 bytes were uploaded, and the client says 9"))
            #expect(try await job.v1("POST", "caches/\(id)", #"{"size":8}"#).status == 204)
            #expect(
                try await job.v1("POST", "caches", #"{"key":"k","version":"v"}"#).status == 409
            )
            let hit = try await job.v1("GET", "cache?keys=x%2Ck&version=v")
            #expect(hit["cacheKey"] == "k")
            let target = JobClient.target(hit["archiveLocation"] ?? "")
            #expect(try await fixture.send("GET", target).text == "abcdefgh")
            #expect(try await job.restored("k", version: "v").text == "abcdefgh")
            #expect(try await job.v1("GET", "cache?keys=x&version=v").status == 204)
            let other = fixture.job(run: 9)
            #expect(try await other.v1("POST", "caches/\(id)", #"{"size":7}"#).status == 404)
        }
    }
}

extension JobClient {
    /// Calls the cache service.
    func caches(_ method: String, _ fields: [String: String]) async throws -> Answer {
        try await call("CacheService", method, fields)
    }

    /// Calls a method of the cache service with a message in binary form.
    func binary(_ method: String, _ message: [UInt8]) async throws -> Answer {
        try await connection.send(
            "POST",
            "/twirp/github.actions.results.api.v1.CacheService/\(method)",
            headers: [
                "Content-Type": "application/protobuf", "Authorization": "Bearer \(token)",
            ],
            body: .bytes(message)
        )
    }

    /// Saves an entry with one upload, as the clients do below 128 MiB.
    @discardableResult
    func save(_ key: String, _ content: [UInt8]) async throws -> Answer {
        let fields = ["key": "\"\(key)\"", "version": "\"v\""]
        let created = try await caches("CreateCacheEntry", fields)
        guard let address = created["signed_upload_url"] else { return created }
        let put = try await connection.send("PUT", Self.target(address), body: .bytes(content))
        guard put.status == 201 else { return put }
        return try await caches(
            "FinalizeCacheEntryUpload",
            fields.merging(["size_bytes": "\"\(content.count)\""]) { $1 }
        )
    }

    /// Restores what keys find, `miss` when there is none.
    func restored(
        _ key: String,
        _ others: [String] = [],
        version: String = "v"
    ) async throws -> Answer {
        let found = try await caches(
            "GetCacheEntryDownloadURL",
            [
                "key": "\"\(key)\"", "version": "\"\(version)\"",
                "restore_keys": "[\(others.map { "\"\($0)\"" }.joined(separator: ","))]",
            ]
        )
        guard let address = found["signed_download_url"] else {
            return Answer(head: found.head, body: Array("miss".utf8))
        }
        return try await connection.send("GET", Self.target(address))
    }

    /// Calls version 1 of the cache protocol.
    func v1(_ method: String, _ path: String, _ json: String? = nil) async throws -> Answer {
        try await connection.send(
            method,
            "/_apis/artifactcache/\(path)",
            headers: ["Authorization": "Bearer \(token)"],
            body: json.map { .bytes(Array($0.utf8)) } ?? .none
        )
    }

    /// Sends a chunk of an entry.
    func chunk(_ id: String, _ start: Int, _ text: String) async throws -> Answer {
        try await chunk(id, start, Array(text.utf8))
    }

    /// Sends a chunk of an entry.
    func chunk(_ id: String, _ start: Int, _ bytes: [UInt8]) async throws -> Answer {
        try await connection.send(
            "PATCH",
            "/_apis/artifactcache/caches/\(id)",
            headers: [
                "Authorization": "Bearer \(token)",
                "Content-Range": "bytes \(start)-\(start + bytes.count - 1)/*",
                "Content-Type": "application/octet-stream",
            ],
            body: .bytes(bytes)
        )
    }
}
