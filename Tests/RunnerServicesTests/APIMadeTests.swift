import RunnerServices
import Testing
import Transfers

@Suite("GitHub's API: checks, statuses, comments and deployments of the run")
struct APIMadeTests {
    private static let own = "/repos/octo/project"

    @Test("the run's jobs are checks of its commit, with those that it made")
    func checks() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let checks = "\(Self.own)/commits/c0ffee/check-runs"
            let before = try await job.ask("GET", checks)
            #expect(before.list("check_runs").map { $0["name"] } == ["build", "later"])
            #expect(before.list("check_runs").map { $0["status"] } == ["in_progress", "queued"])
            let body = #"{"name":"lint","head_sha":"c0ffee"}"#
            let made = try await job.ask("POST", "\(Self.own)/check-runs", body: body)
            let id = try #require(made["id"])
            let place = "\(Self.own)/check-runs/\(id)"
            #expect(try await job.ask("GET", place)["status"] == "queued")
            _ = try await job.ask("PATCH", place, body: #"{"conclusion":"success"}"#)
            let large = String(repeating: "x", count: 300 << 10)
            _ = try await job.ask("PATCH", place, body: #"{"details_url":"\#(large)"}"#)
            #expect(try await job.ask("GET", place).text.utf8.count < 1 << 16, "kept in memory")
            let found = try await job.ask("GET", "\(checks)?check_name=lint").list("check_runs")
            #expect(found.map { $0["status"] } == ["completed"])
            #expect(found.first?["conclusion"] == "success" && found.first?["name"] == "lint")
            let elsewhere = try await job.ask("GET", "\(Self.own)/commits/abcdef1/check-runs")
            #expect(elsewhere["total_count"] == "0")
        }
    }

    @Test("statuses of a commit make a state together, the newest of each context")
    func statuses() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let commit = "\(Self.own)/commits/c0ffee"
            for (context, state, whole) in [
                ("a", "failure", "failure"), ("b", "success", "failure"),
                ("a", "success", "success"), ("c", "pending", "pending"),
            ] {
                let body = #"{"state":"\#(state)","context":"\#(context)"}"#
                _ = try await job.ask("POST", "\(Self.own)/statuses/c0ffee", body: body)
                #expect(try await job.ask("GET", "\(commit)/status")["state"] == whole)
            }
            let all = try await job.ask("GET", "\(commit)/statuses").text
            #expect(all.split(separator: #""context""#).count == 5, "\(all)")
        }
    }

    @Test("comments and deployments that the run made are found again")
    func others() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let comments = "\(Self.own)/issues/7/comments"
            let comment = try await job.ask("POST", comments, body: #"{"body":"first"}"#)
            let id = try #require(comment["id"])
            let place = "\(Self.own)/issues/comments/\(id)"
            let changed = try await job.ask("PATCH", place, body: #"{"body":"second"}"#)
            #expect(changed["body"] == "second" && changed["created_at"] == comment["created_at"])
            #expect(try await job.ask("GET", comments).text.contains("second"))
            #expect(try await job.ask("DELETE", place).status == 204)
            #expect(try await job.ask("GET", comments).text == "[]")
            let deployments = "\(Self.own)/deployments"
            let made = try await job.ask("POST", deployments, body: #"{"ref":"main"}"#)
            let number = try #require(made["id"])
            let path = "\(deployments)/\(number)/statuses"
            _ = try await job.ask("POST", path, body: #"{"state":"success"}"#)
            #expect(try await job.ask("GET", path).text.contains("success"))
            let listed = try await job.ask("GET", "\(deployments)?environment=production").text
            #expect(listed.contains(#""ref":"main""#))
            #expect(try await job.ask("GET", "\(deployments)?environment=dev").text == "[]")
        }
    }
}
