import RunnerServices
import Testing
import Transfers

@Suite("Broken requests")
struct BrokenRequestTests {
    @Test(
        "a body that ends before its end is refused and never part of an artifact",
        arguments: [
            "Content-Length: 100\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        ]
    )
    func truncated(rest: String) async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            let created = try await job.artifacts(
                "CreateArtifact",
                ["name": "\"dist\"", "version": "7"]
            )
            let target = JobClient.target(created["signed_upload_url"] ?? "")
            let answer = await RawConnection.exchange(
                "PUT \(target) HTTP/1.1\r\nHost: x\r\n\(rest)",
                socket: fixture.server.socket
            )
            #expect(!answer.contains("HTTP/1.1 201"))
            let finalized = try await job.artifacts(
                "FinalizeArtifact",
                ["name": "\"dist\"", "size": "\"5\""]
            )
            #expect(finalized.status == 400)
        }
    }

    @Test(
        "what is no HTTP, or no request of ours, is answered and the server goes on",
        arguments: [
            "hello\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "POST /twirp HTTP/1.1\r\nHost: x\r\n\r\n",
            "PUT /blobs/uploads/x/y?sig=z HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        ]
    )
    func garbage(text: String) async throws {
        try await ServiceFixture.with { fixture in
            let answer = await RawConnection.exchange(text, socket: fixture.server.socket)
            #expect(answer.hasPrefix("HTTP/1.1 4"), "\(answer)")
            let list = try await fixture.job().artifacts("ListArtifacts")
            #expect(list.status == 200)
        }
    }

    @Test("a client that first sends everything gets the answer to what is refused")
    func refusedBody() async throws {
        try await ServiceFixture.with { fixture in
            let body = String(repeating: "x", count: 8_000_000)
            let answer = await RawConnection.exchange(
                "POST /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Content-Length: \(body.count)\r\n\r\n\(body)",
                socket: fixture.server.socket
            )
            #expect(answer.hasPrefix("HTTP/1.1 404"), "\(answer)")
        }
    }

    @Test("actions for artifacts of version 3 are told which ones to use, where they show it")
    func versionThree() async throws {
        try await ServiceFixture.with { fixture in
            let answer = try await fixture.send(
                "POST",
                "/_apis/pipelines/workflows/1/artifacts?api-version=6.0-preview",
                body: .bytes(Array(#"{"Type":"actions_storage","Name":"dist"}"#.utf8))
            )
            #expect(answer.status == 410)
            let reason = answer.head["x-actlocal-reason"] ?? ""
            #expect(reason.contains("use actions/upload-artifact@v4"))
            #expect(answer["message"] == reason)
        }
    }

    @Test("a client that waits to be told gets its 100 first")
    func expectation() async throws {
        try await ServiceFixture.with { fixture in
            let created = try await fixture.job().artifacts(
                "CreateArtifact",
                ["name": "\"dist\"", "version": "7"]
            )
            let target = JobClient.target(created["signed_upload_url"] ?? "")
            let answer = await RawConnection.exchange(
                "PUT \(target) HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 5\r\n\r\nhello",
                socket: fixture.server.socket
            )
            #expect(answer.hasPrefix("HTTP/1.1 100"))
            #expect(answer.contains("HTTP/1.1 201"))
        }
    }

    @Test("a JSON body that is too long or no JSON is refused")
    func bodies() async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job()
            let name = String(repeating: "n", count: 2 << 20)
            let long = try await job.artifacts("CreateArtifact", ["name": "\"\(name)\""])
            #expect(long.status == 413)
            let broken = try await job.artifacts("CreateArtifact", ["name": "{"])
            #expect(broken.status == 400)
            #expect(broken["code"] == "malformed")
        }
    }
}
