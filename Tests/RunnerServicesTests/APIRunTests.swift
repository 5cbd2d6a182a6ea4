import RunnerServices
import Testing
import Transfers

@Suite("GitHub's API: runs, artifacts and caches")
struct APIRunTests {
    private static let own = "/repos/octo/project/actions"

    @Test("a job sees its run, the jobs of it and their steps")
    func run() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let run = try await job.ask("GET", "\(Self.own)/runs/1800000000123")
            #expect(run["status"] == "in_progress" && run["head_sha"] == "c0ffee")
            #expect(run["head_branch"] == "main" && run["event"] == "push")
            #expect(run["name"] == "ci" && run["display_title"] == "Mend the door")
            #expect(run["path"] == ".github/workflows/ci.yml")
            #expect(run["created_at"] == "2027-01-15T08:00:00Z")
            let jobs = try await job.ask("GET", "\(Self.own)/runs/1800000000123/jobs").list("jobs")
            #expect(jobs.map { $0["name"] } == ["build", "later"])
            #expect(jobs.map { $0["status"] } == ["in_progress", "queued"])
            #expect(jobs.first?["id"] == "42")
            let one = try await job.ask("GET", "\(Self.own)/jobs/42")
            #expect(one.list("steps").first?["conclusion"] == "success")
            #expect(one.list("steps").first?["completed_at"] == "2027-01-15T08:00:01Z")
            #expect(job.remarks.texts.isEmpty)
            #expect(try await job.ask("GET", "\(Self.own)/runs/1").status == 404)
        }
    }

    @Test("artifacts of earlier runs are listed in pages, found by name and downloaded")
    func artifacts() async throws {
        try await ServiceFixture.with { fixture in
            let earlier = fixture.job(run: 7)
            for name in ["one", "two", "three"] {
                #expect(try await earlier.upload(name, Array("content of \(name)".utf8)).isOK)
            }
            fixture.server.dismiss(earlier.grant)
            let job = APIClient(fixture)
            let first = try await job.ask("GET", "\(Self.own)/runs/7/artifacts?per_page=2")
            #expect(first["total_count"] == "3")
            #expect(first.list("artifacts").map { $0["name"] } == ["three", "two"])
            let links = try #require(first.head["Link"])
            let place = "/api/\(job.grant.apiKey)\(Self.own)/runs/7/artifacts?page=2&per_page=2"
            #expect(links.hasSuffix("\(place)>; rel=\"last\"") && links.hasPrefix("<http://"))
            #expect(links.contains("\(place)>; rel=\"next\", "))
            let second = try await fixture.send(
                "GET",
                place,
                headers: ["Authorization": "token \(APIClient.token)"]
            )
            #expect(second.list("artifacts").map { $0["name"] } == ["one"])
            #expect(second.head["Link"]?.contains("rel=\"next\"") == false)
            let named = try await job.ask("GET", "\(Self.own)/runs/7/artifacts?name=two")
            let id = try #require(named.list("artifacts").first?["id"])
            #expect(named.list("artifacts").count == 1)
            let redirect = try await job.ask("GET", "\(Self.own)/artifacts/\(id)/zip")
            #expect(redirect.status == 302)
            let location = try #require(redirect.head["Location"])
            let content = try await fixture.send("GET", JobClient.target(location))
            #expect(content.text == "content of two")
            #expect(content.head["Content-Type"] == "application/zip")
            #expect(try await job.ask("DELETE", "\(Self.own)/artifacts/\(id)").status == 204)
            #expect(try await job.ask("GET", "\(Self.own)/artifacts/\(id)").status == 404)
            #expect(try await job.ask("GET", "\(Self.own)/artifacts")["total_count"] == "2")
        }
    }

    @Test("artifacts of another repository are not there, and not every job may remove its own")
    func foreignArtifacts() async throws {
        try await ServiceFixture.with { fixture in
            #expect(try await fixture.job(run: 7).upload("one", [1, 2, 3]).isOK)
            let reader = APIClient(fixture, permissions: [])
            let list = try await reader.ask("GET", "\(Self.own)/artifacts").list("artifacts")
            let id = try #require(list.first?["id"])
            #expect(try await reader.ask("DELETE", "\(Self.own)/artifacts/\(id)").status == 403)
            // One of another name, and one that only has the same name on this machine.
            for (name, home) in [("octo/other", "octo/other"), ("octo/project", "elsewhere")] {
                let other = APIClient(fixture, repository: name, home: home)
                let place = "/repos/\(name)/actions"
                #expect(try await other.ask("GET", "\(place)/artifacts")["total_count"] == "0")
                for path in ["\(place)/artifacts/\(id)", "\(place)/artifacts/\(id)/zip"] {
                    #expect(try await other.ask("GET", path).status == 404)
                }
            }
        }
    }

    @Test("cache entries are listed by key and ref, and removed by key or number")
    func caches() async throws {
        try await ServiceFixture.with { fixture in
            let saver = fixture.job()
            for key in ["node-1", "node-2", "pip-1"] {
                #expect(try await saver.save(key, Array(key.utf8)).isOK)
            }
            let job = APIClient(fixture)
            #expect(try await job.ask("GET", "\(Self.own)/caches")["total_count"] == "3")
            let node = try await job.ask("GET", "\(Self.own)/caches?key=node-")
            #expect(Set(node.list("actions_caches").map { $0["key"] }) == ["node-1", "node-2"])
            #expect(node.list("actions_caches").first?["ref"] == "refs/heads/main")
            let ref = try await job.ask("GET", "\(Self.own)/caches?ref=refs/heads/other")
            #expect(ref["total_count"] == "0")
            let gone = try await job.ask("DELETE", "\(Self.own)/caches?key=node-1")
            #expect(gone.status == 200 && gone["total_count"] == "1")
            let again = try await job.ask("DELETE", "\(Self.own)/caches?key=node-1")
            #expect(again.status == 404)
            let pip = try await job.ask("GET", "\(Self.own)/caches?key=pip")
            let id = try #require(pip.list("actions_caches").first?["id"])
            #expect(try await job.ask("DELETE", "\(Self.own)/caches/\(id)").status == 204)
            let usage = try await job.ask("GET", "\(Self.own)/cache/usage")
            #expect(usage["active_caches_count"] == "1")
        }
    }
}
