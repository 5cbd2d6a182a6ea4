import RunnerServices
import Synchronization
import Testing
import Transfers

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Git's requests to the stand-in of a remote")
struct RemoteTests {
    /// What git of this machine would have been asked.
    private final class Asked: Sendable {
        private let all = Mutex<[String]>([])

        var texts: [String] { all.withLock { $0 } }

        func note(_ text: String) { all.withLock { $0.append(text) } }
    }

    private static func admit(
        _ fixture: ServiceFixture,
        mayPush: Bool = true,
        pushLimit: Int = 100,
        asked: Asked = Asked()
    ) -> JobGrant {
        fixture.server.admit(
            ServedJob(
                run: 1,
                key: "build",
                repository: "octo/project",
                workflow: "ci",
                cacheScopes: [],
                remote: ServedRemote(
                    pushLimit: pushLimit,
                    mayPush: mayPush,
                    advertise: { service, version in
                        asked.note("\(service.rawValue) \(version)")
                        return Array("refs".utf8)
                    },
                    answer: { exchange in
                        let request = try Data(contentsOf: URL(filePath: exchange.request))
                        let text = String(decoding: request, as: UTF8.self)
                        asked.note("\(exchange.service.rawValue) \(exchange.isCompressed) \(text)")
                        try Data("done".utf8).write(to: URL(filePath: exchange.response))
                    }
                )
            )
        )
    }

    private static func get(
        _ fixture: ServiceFixture,
        _ path: String,
        _ grant: JobGrant?,
        version: String? = nil
    ) async throws -> Answer {
        var headers: [String: String] = [:]
        headers["Authorization"] = grant?.gitAuthorization
        headers["Git-Protocol"] = version
        return try await fixture.send("GET", path, headers: headers)
    }

    @Test("only the token that a job's git was given opens its repository, and nothing else")
    func access() async throws {
        try await ServiceFixture.with { fixture in
            let grant = Self.admit(fixture)
            let path = "/octo/project.git/info/refs?service=git-upload-pack"
            #expect(try await Self.get(fixture, path, grant).status == 200)
            #expect(try await Self.get(fixture, "/Octo" + path.dropFirst(5), grant).status == 200)
            let none = try await Self.get(fixture, path, nil)
            #expect(none.status == 401)
            for token in [grant.token, grant.apiKey, ""] {
                let login = Data("x-access-token:\(token)".utf8).base64EncodedString()
                let headers = ["Authorization": "basic \(login)"]
                #expect(try await fixture.send("GET", path, headers: headers).status == 401)
            }
            let query = "info/refs?service=git-upload-pack"
            for place in ["octo/other", "other/project", "octo/project.git.git", "octo/.git"] {
                let answer = try await Self.get(fixture, "/\(place)/\(query)", grant)
                #expect(answer.status == 404 && answer.text == "Repository not found.\n")
            }
            let tricks = ["octo/%2e%2e/octo/project", "octo/%2e%2e", "octo/project/objects"]
            for place in tricks {
                let status = try await Self.get(fixture, "/\(place)/\(query)", grant).status
                #expect([400, 404].contains(status), "\(place)")
            }
            let old = try await Self.get(fixture, "/octo/project/info/refs", grant)
            #expect(old.status == 403)
            let without = fixture.job().grant
            #expect(try await Self.get(fixture, path, without).status == 404)
            fixture.server.dismiss(grant)
            #expect(try await Self.get(fixture, path, grant).status == 401)
        }
    }

    @Test("refs come in the form of the version that git speaks")
    func versions() async throws {
        try await ServiceFixture.with { fixture in
            let asked = Asked()
            let grant = Self.admit(fixture, asked: asked)
            let path = "/octo/project/info/refs?service="
            let first = try await Self.get(fixture, path + "git-upload-pack", grant)
            #expect(first.text == "001e# service=git-upload-pack\n0000refs")
            let second =
                try await Self.get(fixture, path + "git-upload-pack", grant, version: "version=2")
            #expect(second.text == "refs")
            let push =
                try await Self.get(fixture, path + "git-receive-pack", grant, version: "version=2")
            #expect(push.text == "001f# service=git-receive-pack\n0000refs")
            #expect(
                asked.texts == [
                    "git-upload-pack ", "git-upload-pack version=2", "git-receive-pack version=2",
                ]
            )
        }
    }

    @Test("a job that may not write contents pushes nothing, and no push is larger than allowed")
    func pushes() async throws {
        try await ServiceFixture.with { fixture in
            let asked = Asked()
            func push(_ grant: JobGrant, _ text: String) async throws -> Answer {
                try await fixture.send(
                    "POST",
                    "/octo/project/git-receive-pack",
                    headers: ["Authorization": grant.gitAuthorization],
                    body: .bytes(Array(text.utf8))
                )
            }
            let grant = Self.admit(fixture, asked: asked)
            let answer = try await push(grant, "pack")
            #expect(answer.status == 200 && answer.text == "done")
            let large = try await push(grant, String(repeating: "x", count: 101))
            #expect(large.status == 413)
            let reader = Self.admit(fixture, mayPush: false, asked: asked)
            let words = "Permission to octo/project.git denied to github-actions[bot].\n"
            let refused = try await push(reader, "pack")
            #expect(refused.status == 403 && refused.text == words)
            let path = "/octo/project/info/refs?service=git-receive-pack"
            #expect(try await Self.get(fixture, path, reader).text == words)
            #expect(asked.texts == ["git-receive-pack false pack"])
            let uploads = "\(fixture.folder)/cache/uploads"
            let left = try FileManager.default.subpathsOfDirectory(atPath: uploads)
                .filter { $0.contains("request") || $0.contains("response") }
            #expect(left.isEmpty)
        }
    }
}
