import RunnerServices
import Testing
import Transfers

@Suite("Artifacts of version 4")
struct ArtifactTests {
    private static let hello = Array("hello, artifact".utf8)
    /// What `sha256sum` says of it.
    private static let digest =
        "sha256:b4577ba15310ff57be9a5797ba53fc5d1b5765c363ee31f972620bfa85eab7bd"

    @Test("what one job uploads in blocks another of the run lists and downloads")
    func roundTrip() async throws {
        try await ServiceFixture.with { fixture in
            let build = fixture.job()
            let finalized = try await build.upload("dist", Self.hello, hash: Self.digest)
            #expect(finalized.status == 200, "\(finalized.text)")
            let test = fixture.job(key: "test")
            let items = try await test.artifacts("ListArtifacts").list("artifacts")
            #expect(items.map { $0["name"] } == ["dist"])
            #expect(items.first?["size"] == "15")
            #expect(items.first?["digest"] == Self.digest)
            #expect(items.first?["database_id"] == finalized["artifact_id"])
            #expect(items.first?["created_at"] == "2027-01-15T08:00:00Z")
            let whole = try await test.download("dist")
            #expect(whole.status == 200)
            #expect(whole.body == Self.hello)
            #expect(whole.head["Content-Type"] == "application/zip")
            let part = try await test.download("dist", headers: ["Range": "bytes=7-9"])
            #expect(part.status == 206)
            #expect(part.text == "art")
            #expect(part.head["Content-Range"] == "bytes 7-9/15")
        }
    }

    @Test("an artifact outlives the server, an upload that never ended does not")
    func survives() async throws {
        let folder = "/tmp/actlocal-services-\(UInt32.random(in: 0 ... .max))"
        try await ServiceFixture.with(folder: folder) { fixture in
            try await fixture.job().upload("dist", Self.hello)
            let created = try await fixture.job().artifacts(
                "CreateArtifact",
                ["name": "\"half\"", "version": "7"]
            )
            let target = JobClient.target(created["signed_upload_url"] ?? "")
            _ = try await fixture.send("PUT", target, body: .bytes(Self.hello))
        }
        try await ServiceFixture.with(folder: folder) { fixture in
            let job = fixture.job()
            let items = try await job.artifacts("ListArtifacts").list("artifacts")
            #expect(items.map { $0["name"] } == ["dist"])
            #expect(try await job.download("dist").body == Self.hello)
        }
        try Scratch.remove(folder)
    }

    @Test("a name is taken until its artifact is deleted")
    func names() async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            try await job.upload("dist", Self.hello)
            let again = try await job.upload("dist", [1])
            #expect(again.status == 409)
            #expect(
                again["msg"] == "an artifact with this name already exists on the workflow run"
            )
            #expect(again["code"] == "already_exists")
            #expect(try await job.artifacts("DeleteArtifact", ["name": "\"dist\""]).status == 200)
            #expect(try await job.artifacts("DeleteArtifact", ["name": "\"dist\""]).status == 404)
            #expect(try await job.upload("dist", [1]).status == 200)
            #expect(try await job.download("dist").body == [1])
        }
    }

    @Test(
        "a name that is no name is refused",
        arguments: [
            "", "..", ".", "a/b", "/etc/x", "a\\\\b", "a:b", "a\\nb", "a\\u0000b", "C*", "x\\u001b",
        ]
    )
    func badNames(name: String) async throws {
        try await ServiceFixture.with { fixture in
            let answer = try await fixture.job().upload(name, [1])
            #expect(answer.status == 400)
            #expect(answer["code"] == "invalid_argument")
        }
    }

    @Test("a size or digest that is not the content's is refused, and nothing is served")
    func lies() async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            let wrong = try await job.upload("dist", Self.hello, hash: "sha256:00")
            #expect(wrong.status == 400)
            #expect(wrong["msg"]?.contains("is \(Self.digest), not sha256:00") == true)
            let short = try await job.artifacts(
                "FinalizeArtifact",
                ["name": "\"dist\"", "size": "\"14\""]
            )
            #expect(short.status == 400)
            #expect(try await job.artifacts("ListArtifacts").list("artifacts").isEmpty)
            #expect(try await job.download("dist").status == 404)
            // The truth is still taken.
            let right = try await job.artifacts(
                "FinalizeArtifact",
                ["name": "\"dist\"", "size": "\"15\""]
            )
            #expect(right.status == 200)
        }
    }

    @Test("a token of another run, a made-up one and none open nothing")
    func otherRuns() async throws {
        try await ServiceFixture.with { fixture in
            let one = fixture.job(run: 1)
            let other = fixture.job(run: 2)
            try await one.upload("dist", Self.hello)
            #expect(try await other.artifacts("ListArtifacts").list("artifacts").isEmpty)
            #expect(try await other.download("dist").status == 404)
            let stolen = ["workflow_run_backend_id": "\"\(one.backendIDs.run)\""]
            #expect(try await other.artifacts("ListArtifacts", stolen).status == 403)
            for token in ["", "x", String(one.grant.token.dropLast()), one.grant.token + "A"] {
                let answer = try await one.call(
                    "ArtifactService",
                    "ListArtifacts",
                    [:],
                    token: token
                )
                #expect(answer.status == 401)
            }
            fixture.server.dismiss(one.grant)
            #expect(try await one.artifacts("ListArtifacts").status == 401)
        }
    }

    @Test("an address without its signature, or for the other method, is refused")
    func signatures() async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            try await job.upload("dist", Self.hello)
            let signed = try await job.artifacts("GetSignedArtifactURL", ["name": "\"dist\""])
            let target = JobClient.target(signed["signed_url"] ?? "")
            let bare = target.split(separator: "?")[0]
            for bad in ["\(bare)", "\(bare)?sig=", "\(bare)?sig=00", target.dropLast() + "x"] {
                #expect(try await fixture.send("GET", bad).status == 403)
            }
            #expect(try await fixture.send("PUT", target, body: .bytes([1])).status == 404)
            #expect(try await fixture.send("HEAD", target).head["Content-Length"] == "15")
            for path in ["/blobs/../../etc/passwd", "/blobs/%2e%2e/x", "/a%00b", "/%"] {
                #expect([400, 404].contains(try await fixture.send("GET", path).status))
            }
        }
    }

    @Test("one plain file keeps its type and name")
    func plainFile() async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            let created = try await job.artifacts(
                "CreateArtifact",
                ["name": "\"rapport é.txt\"", "version": "7", "mime_type": "\"text/plain\""]
            )
            let target = JobClient.target(created["signed_upload_url"] ?? "")
            let put = try await fixture.send(
                "PUT",
                target,
                headers: ["x-ms-blob-type": "BlockBlob"],
                body: .bytes(Self.hello)
            )
            #expect(put.status == 201)
            _ = try await job.artifacts(
                "FinalizeArtifact",
                ["name": "\"rapport é.txt\"", "size": "\"15\""]
            )
            let answer = try await job.download("rapport é.txt")
            #expect(answer.head["Content-Type"] == "text/plain")
            #expect(
                answer.head["Content-Disposition"]
                    == "attachment; filename=\"rapport _.txt\"; "
                    + "filename*=UTF-8''rapport%20%C3%A9.txt"
            )
        }
    }
}
