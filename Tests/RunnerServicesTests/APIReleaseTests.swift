import RunnerServices
import Testing
import Transfers

@Suite("GitHub's API: what a run made is found again")
struct APIReleaseTests {
    private let own = "/repos/octo/project"

    @Test("a release is listed, found by its tag, filled, changed and removed")
    func releases() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            #expect(try await job.ask("GET", "\(own)/releases").text == "[]")
            let made = try await job.ask(
                "POST",
                "\(own)/releases",
                body: #"{"tag_name":"v1","draft":true,"body":"Notes"}"#
            )
            let id = try #require(made["id"])
            #expect(made["html_url"] == "https://github.com/octo/project/releases/tag/v1")
            let asset = try await fixture.send(
                "POST",
                JobClient.target(try #require(made["assets_url"])) + "?name=app.zip",
                headers: ["Authorization": "token \(APIClient.token)"],
                body: .bytes(Array("12345".utf8))
            )
            #expect(asset.status == 201)
            let changed = try await job.ask(
                "PATCH",
                "\(own)/releases/\(id)",
                body: #"{"draft":false}"#
            )
            #expect(changed["tag_name"] == "v1" && changed.text.contains(#""draft":false"#))
            #expect(changed["html_url"] == made["html_url"])
            for place in ["releases", "releases/\(id)", "releases/tags/v1"] {
                let found = try await job.ask("GET", "\(own)/\(place)")
                #expect(found.status == 200 && found.text.contains("app.zip"), "\(place)")
                #expect(found.text.contains(#""body":"Notes""#), "\(place)")
            }
            let assets = try await job.ask("GET", "\(own)/releases/\(id)/assets")
            #expect(assets.text.contains(#""size":5"#))
            let asset1 = try #require(asset["id"])
            let one = try await job.ask("GET", "\(own)/releases/assets/\(asset1)")
            #expect(one["name"] == "app.zip")
            #expect(one["url"]?.hasSuffix("\(own)/releases/assets/\(asset1)") == true)
            #expect(try await job.ask("DELETE", "\(own)/releases/assets/\(asset1)").status == 204)
            #expect(try await job.ask("GET", "\(own)/releases/\(id)/assets").text == "[]")
            #expect(try await job.ask("DELETE", "\(own)/releases/\(id)").status == 204)
            #expect(try await job.ask("GET", "\(own)/releases/tags/v1").status == 404)
        }
    }

    @Test("a draft is in the list, has no time of publication, and is not found by its tag")
    func drafts() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let made = try await job.ask(
                "POST",
                "\(own)/releases",
                body: #"{"tag_name":"v1","draft":true}"#
            )
            let id = try #require(made["id"])
            #expect(made.text.contains(#""published_at":null"#))
            #expect(try await job.ask("GET", "\(own)/releases/tags/v1").status == 404)
            #expect(try await job.ask("GET", "\(own)/releases").text.contains(#""v1""#))
            let release = "\(own)/releases/\(id)"
            let published = try await job.ask("PATCH", release, body: #"{"draft":false}"#)
            #expect(published["published_at"]?.hasSuffix("Z") == true, "\(published.text)")
            #expect(try await job.ask("GET", "\(own)/releases/tags/v1").status == 200)
        }
    }

    @Test("the notes of a release link to its changes")
    func notes() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let notes = try await job.ask(
                "POST",
                "\(own)/releases/generate-notes",
                body: #"{"tag_name":"v2","previous_tag_name":"v1"}"#
            )
            #expect(notes["name"] == "v2")
            let link = "https://github.com/octo/project/compare/v1...v2"
            #expect(notes["body"] == "**Full Changelog**: \(link)")
        }
    }

    @Test("a site is deployed nowhere, and said to be")
    func pages() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture, permissions: ["pages"])
            let site = try await job.ask("GET", "\(own)/pages")
            #expect(site["html_url"] == "https://octo.github.io/project/")
            #expect(site["build_type"] == "workflow")
            let deployed = try await job.ask("POST", "\(own)/pages/deployments", body: "{}")
            #expect(deployed["page_url"] == "https://octo.github.io/project/")
            let id = try #require(deployed["id"])
            let state = try await job.ask("GET", "\(own)/pages/deployments/\(id)")
            #expect(state["status"] == "succeed")
            #expect(job.remarks.texts.contains { $0.contains("would have deployed the site") })
            #expect(job.remarks.texts.last?.hasSuffix("taken to have succeeded") == true)
            let reader = APIClient(fixture, permissions: [])
            let refused = try await reader.ask("POST", "\(own)/pages/deployments", body: "{}")
            #expect(refused.status == 403)
        }
    }

    @Test("findings are submitted nowhere, and taken as processed")
    func findings() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture, permissions: ["security-events"])
            let place = "\(own)/code-scanning"
            let status = try await job.ask("PUT", "\(place)/analysis/status", body: "{}")
            #expect(status.status == 200)
            for (method, part) in [("PUT", "analysis"), ("POST", "sarifs")] {
                let sent = try await job.ask(method, "\(place)/\(part)", body: "{}")
                #expect(sent.status == 202)
                let id = try #require(sent["id"])
                let state = try await job.ask("GET", "\(place)/sarifs/\(id)")
                #expect(state["processing_status"] == "complete")
            }
        }
    }

    @Test("what others said of a commit is none, and the commit is not looked up for it")
    func ofCommits() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let sha = String(repeating: "a", count: 40)
            let checks = try await job.ask("GET", "\(own)/commits/\(sha)/check-runs")
            #expect(checks.status == 200 && checks["total_count"] == "0")
            let status = try await job.ask("GET", "\(own)/commits/\(sha)/status")
            #expect(status.status == 200 && status["state"] == "pending")
            #expect(try await job.ask("GET", "\(own)/commits/\(sha)/statuses").text == "[]")
            #expect(job.remarks.texts.allSatisfy { $0.hasSuffix("made is known here") })
        }
    }

    @Test("the issues of the repository are the one that the event is about")
    func issues() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let issues = try await job.ask("GET", "\(own)/issues?state=open")
            #expect(issues.status == 200)
            #expect(try await job.ask("GET", "\(own)/issues?labels=none").text == "[]")
            #expect(job.remarks.texts.first?.contains("the run's event is about") == true)
        }
    }
}
