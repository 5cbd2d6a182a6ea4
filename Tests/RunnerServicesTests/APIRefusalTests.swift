import RunnerServices
import Testing
import Transfers

@Suite("GitHub's API: requests that GitHub refuses")
struct APIRefusalTests {
    private static let own = "/repos/octo/project"

    @Test(
        "a request that says too little, or what cannot be, is refused",
        arguments: [
            ("POST", "releases", "{}", 422), ("POST", "issues", "{}", 422),
            ("POST", "issues/7/comments", "{}", 422), ("POST", "issues/7/comments", "no json", 400),
            ("POST", "statuses/c0ffee", #"{"state":"nonsense"}"#, 422),
            ("POST", "statuses/0000000", #"{"state":"success"}"#, 422),
            ("POST", "check-runs", "{}", 422), ("POST", "dispatches", "{}", 422),
            ("POST", "check-runs", #"{"name":"a","head_sha":"c0ffee","status":"odd"}"#, 422),
            ("POST", "deployments", "{}", 422), ("PATCH", "releases/424242", "{}", 404),
            ("POST", "deployments/1/statuses", #"{"state":"done"}"#, 422),
            ("POST", "actions/workflows/nope.yml/dispatches", #"{"ref":"main"}"#, 404),
            ("POST", "actions/workflows/push.yml/dispatches", #"{"ref":"main"}"#, 422),
            ("POST", "actions/workflows/hand.yml/dispatches", "{}", 422),
            ("POST", "actions/workflows/hand.yml/dispatches", #"{"ref":"main"}"#, 204),
            ("DELETE", "releases/424242", "", 404), ("POST", "releases/9/assets?name=a", "x", 404),
            ("DELETE", "releases/assets/9", "", 404),
        ]
    )
    func refused(method: String, path: String, body: String, status: Int) async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture) { arguments in
                switch arguments.last {
                case "c0ffee:./.github/workflows/push.yml": Array("on: push".utf8)
                case "c0ffee:./.github/workflows/hand.yml": Array("on: workflow_dispatch".utf8)
                default: nil
                }
            }
            let answer = try await job.ask(method, "\(Self.own)/\(path)", body: body)
            #expect(answer.status == status, "\(answer.text)")
            #expect(!job.remarks.texts.contains { $0.contains("would have") } || status == 204)
        }
    }

    @Test("a tag has one published release, and a release one file of a name")
    func taken() async throws {
        try await ServiceFixture.with { fixture in
            let event = #"{"release":{"id":77,"tag_name":"v0","assets":[]}}"#
            let job = APIClient(fixture, event: event)
            let releases = "\(Self.own)/releases"
            for (tag, status) in [("v1", 201), ("v1", 422), ("v0", 422), ("v2", 201)] {
                let body = #"{"tag_name":"\#(tag)"}"#
                let answer = try await job.ask("POST", releases, body: body)
                #expect(answer.status == status, "\(answer.text)")
                #expect(status == 201 || answer.text.contains(#""code":"already_exists""#))
            }
            let draft = try await job.ask(
                "POST",
                releases,
                body: #"{"tag_name":"v1","draft":true}"#
            )
            let id = try #require(draft["id"])
            for status in [201, 422] {
                let path = "\(releases)/\(id)/assets?name=a.zip"
                #expect(try await job.ask("POST", path, body: "x").status == status)
            }
            // The event's release is at GitHub, and has an id that the job knows.
            #expect(
                try await job.ask("POST", "\(releases)/77/assets?name=a", body: "x").status == 201
            )
        }
    }
}
