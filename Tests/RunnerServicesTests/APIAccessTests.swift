import RunnerServices
import Testing
import Transfers

@Suite("GitHub's API: who may ask, and what is not answered")
struct APIAccessTests {
    @Test("only the job's own token is taken, in each form that GitHub takes it")
    func tokens() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            // `x-access-token:ghs_local1`
            let basic = "Basic eC1hY2Nlc3MtdG9rZW46Z2hzX2xvY2FsMQ=="
            for header in ["token ghs_local1", "Bearer ghs_local1", "bearer ghs_local1", basic] {
                let answer = try await job.ask("GET", "/rate_limit", authorization: header)
                #expect(answer.status == 200, "\(header): \(answer.text)")
            }
            #expect(job.remarks.texts.isEmpty)
            let none = try await job.ask("GET", "/rate_limit", authorization: nil)
            #expect(none.status == 401 && none["message"] == "Requires authentication")
            for header in ["token other", "Bearer \(job.grant.token)", "Basic eDp5"] {
                let answer = try await job.ask("GET", "/rate_limit", authorization: header)
                #expect(answer.status == 401 && answer["message"] == "Bad credentials")
            }
            #expect(
                job.remarks.texts
                    == Array(
                        repeating: "`GET /rate_limit`: its token is not the job's `GITHUB_TOKEN`; "
                            + "told 401",
                        count: 3
                    )
            )
        }
    }

    @Test("a job that has ended, and one that asks GitHub itself, is not known")
    func unknownJobs() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            #expect(try await job.ask("GET", "/meta").status == 200)
            fixture.server.dismiss(job.grant)
            #expect(try await job.ask("GET", "/meta").status == 404)
            let other = fixture.job().grant.apiAddress(origin: "http://x")
            let answer = try await fixture.send(
                "GET",
                JobClient.target(other) + "/meta",
                headers: ["Authorization": "token ghs_local1"]
            )
            #expect(answer.status == 404)
        }
    }

    @Test("a pull request that a job opens is told back and said in the report")
    func pullRequest() async throws {
        try await ServiceFixture.with { fixture in
            let path = "/repos/octo/project/pulls"
            let body = #"{"title":"Mend","head":"made","base":"main"}"#
            let job = APIClient(fixture)
            let answer = try await job.ask("POST", path, body: body)
            #expect(answer.status == 201 && answer["title"] == "Mend" && answer["number"] != nil)
            #expect(
                job.remarks.texts == [
                    "`POST \(path)`: it would have opened a pull request: `\(body)`; "
                        + "nothing left this machine"
                ]
            )
            let reader = APIClient(fixture, permissions: ["contents"])
            #expect(try await reader.ask("POST", path, body: body).status == 403)
        }
    }

    @Test("what is not answered is refused by name, and said in the report")
    func unanswered() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let unknown = try await job.ask("GET", "/repos/octo/project/releases/latest")
            #expect(unknown.status == 404)
            let expected =
                "Not Found: actlocal does not answer `GET /repos/octo/project/releases/latest` "
                + "of GitHub's API"
            #expect(unknown["message"] == expected)
            #expect(try await job.ask("GET", "/repos/other/project/branches").status == 404)
            #expect(try await job.ask("PUT", "/repos/octo/project/pulls/1/merge").status == 501)
            #expect(try await job.ask("DELETE", "/repos/octo/project").status == 501)
            let query = try await job.ask("POST", "/graphql", body: #"{"query":"{viewer{login}}"}"#)
            #expect(query.status == 200 && query.text.contains(#""type":"NOT_IMPLEMENTED""#))
            let told = "actlocal does not answer this part of GitHub's API; told"
            #expect(
                job.remarks.texts == [
                    "`GET /repos/octo/project/releases/latest`: \(told) 404",
                    "`GET /repos/other/project/branches`: "
                        + "only the run's own repository is known here; answered 404",
                    "`PUT /repos/octo/project/pulls/1/merge`: \(told) 501",
                    "`DELETE /repos/octo/project`: \(told) 501",
                    "`POST /graphql`: actlocal answers no GraphQL; told so: give the step "
                        + "`continue-on-error`, or let a folder stand for its action under "
                        + "`actions:` in `.actlocal.yml`",
                ]
            )
        }
    }

    @Test(
        "what is not found because only GitHub may know it is said in the report",
        arguments: [
            "actions/runs/123", "actions/jobs/1", "branches/elsewhere", "git/ref/heads/nope",
        ]
    )
    func notKnown(place: String) async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let answer = try await job.ask("GET", "/repos/octo/project/\(place)")
            #expect(answer.status == 404)
            #expect(job.remarks.texts.count == 1)
            #expect(job.remarks.texts.first?.hasSuffix("known here; told 404") == true)
        }
    }

    @Test("a token of a job is no user's, as at GitHub; its account can be looked up")
    func accounts() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let user = try await job.ask("GET", "/user")
            #expect(user.status == 403)
            #expect(user["message"] == "Resource not accessible by integration")
            let bot = try await job.ask("GET", "/users/github-actions%5Bbot%5D")
            #expect(bot["id"] == "41898282" && bot["type"] == "Bot")
            #expect(try await job.ask("GET", "/users/ann")["login"] == "ann")
            #expect(job.remarks.texts.isEmpty)
            #expect(try await job.ask("GET", "/users/nobody").status == 404)
            #expect(job.remarks.texts.first?.contains("who take part in the run") == true)
        }
    }

    private static let event = #"{"event_type":"built"}"#

    @Test("a change at GitHub is answered as done, and only said in the report")
    func writes() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let own = "/repos/octo/project"
            let comment = try await job.ask(
                "POST",
                "\(own)/issues/7/comments",
                body: #"{"body":"93 % covered"}"#
            )
            #expect(comment.status == 201)
            #expect(comment["body"] == "93 % covered" && comment["id"] == "1")
            #expect(comment.text.contains(#""login":"github-actions[bot]""#))
            let check = try await job.ask(
                "POST",
                "\(own)/check-runs",
                body: #"{"name":"lint","head_sha":"c0ffee","status":"in_progress"}"#
            )
            #expect(check["name"] == "lint" && check["id"] == "2")
            let labels = try await job.ask(
                "POST",
                "\(own)/issues/7/labels",
                body: #"{"labels":["bug","ui"]}"#
            )
            #expect(labels.status == 200 && labels.text.contains(#""name":"ui""#))
            let release = try await job.ask(
                "POST",
                "\(own)/releases",
                body: #"{"tag_name":"v1"}"#
            )
            let upload = try #require(release["upload_url"]).split(separator: "{")[0]
            let asset = try await fixture.send(
                "POST",
                JobClient.target(String(upload)) + "?name=app.zip",
                headers: ["Authorization": "token \(APIClient.token)"],
                body: .bytes(Array("12345".utf8))
            )
            #expect(asset.status == 201 && asset["size"] == "5" && asset["name"] == "app.zip")
            let dispatch = try await job.ask("POST", "\(own)/dispatches", body: Self.event)
            #expect(dispatch.status == 204 && dispatch.body.isEmpty)
            #expect(
                job.remarks.texts.first
                    == "`POST /repos/octo/project/issues/7/comments`: it would have written a "
                    + #"comment: `{"body":"93 % covered"}`; nothing left this machine"#
            )
            #expect(job.remarks.texts.count == 6)
            #expect(job.remarks.texts[4].contains("added a file to a release (`app.zip`, 5 bytes)"))
        }
    }

    @Test("what is shown of a change is masked before it is cut")
    func cutSecret() async throws {
        try await ServiceFixture.with { fixture in
            let job = APIClient(fixture)
            let comments = "/repos/octo/project/issues/7/comments"
            let filler = String(repeating: "x", count: 280)
            _ = try await job.ask(
                "POST",
                comments,
                body: #"{"body":"\#(filler)drowssap-of-the-bot"}"#
            )
            let long = #"{"body":"\#(String(repeating: "y", count: 69_989))"}"#
            _ = try await job.ask("POST", comments, body: long)
            let texts = job.remarks.texts
            #expect(texts.first?.contains(#"xxx***"}`"#) == true)
            #expect(texts.last?.contains("a comment (70000 bytes); nothing left") == true)
        }
    }

    @Test("a change that the job's permissions do not allow is refused as at GitHub")
    func permissions() async throws {
        try await ServiceFixture.with { fixture in
            let reader = APIClient(fixture, permissions: [])
            let issues = "/repos/octo/project/issues/7/comments"
            let refused = try await reader.ask("POST", issues, body: "{}")
            #expect(refused.status == 403)
            #expect(refused["message"] == "Resource not accessible by integration")
            #expect(reader.remarks.texts.isEmpty)
            let writer = APIClient(fixture, permissions: ["pull-requests"])
            #expect(try await writer.ask("POST", issues, body: #"{"body":"x"}"#).status == 201)
        }
    }

    @Test("what is read without the permission, and written without any, is said once")
    func unsaidPermissions() async throws {
        try await ServiceFixture.with { fixture in
            let own = "/repos/octo/project"
            let reader = APIClient(fixture, permissions: [], readable: ["issues"])
            for _ in 1...2 {
                #expect(try await reader.ask("GET", "\(own)/actions/caches").status == 200)
            }
            _ = try await reader.ask("GET", "\(own)/issues")
            _ = try await reader.ask("GET", own)
            let told = reader.remarks.texts.filter { $0.contains("`permissions` have no") }
            #expect(told.count == 1, "\(reader.remarks.texts)")
            #expect(told.first?.hasSuffix("`permissions` have no `actions: read`") == true)
            let payload = #"{"repository":{"private":false}}"#
            let open = APIClient(fixture, event: payload, permissions: [], readable: [])
            _ = try await open.ask("GET", "\(own)/actions/caches")
            #expect(open.remarks.texts.isEmpty)
            let writer = APIClient(fixture, hasPermissions: false)
            for _ in 1...2 {
                let body = #"{"body":"x"}"#
                _ = try await writer.ask("POST", "\(own)/issues/7/comments", body: body)
            }
            let lacks = writer.remarks.texts.filter { $0.contains("the job has no `permissions`") }
            #expect(lacks.count == 1)
            #expect(lacks.first?.hasSuffix("`permissions: { issues: write }`") == true)
        }
    }
}
