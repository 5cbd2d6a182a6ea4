/// Checks, statuses, comments and deployments as far as the run knows them.
///
/// Its own jobs are checks of its commit; the rest is what its jobs made. Those of others are at
/// GitHub alone.
struct MadeRoutes: Sendable {
    /// What the jobs made.
    let made: MadeObjects
    /// The run's jobs.
    let runs: RunRoutes

    /// The routes below `repos/{owner}/{repo}`.
    var routes: [APIRoute] {
        [
            APIRoute("GET", "commits/{sha}/check-runs") { try await checks($0) },
            APIRoute("GET", "check-runs/{id}") { try await check($0) },
            APIRoute("GET", "commits/{sha}/statuses") { call in
                await remark(call)
                return call.paged(try await statuses(call))
            },
            APIRoute("GET", "commits/{sha}/status") { try await state($0) },
            APIRoute("GET", "issues/{number}/comments") { call in
                let comments = list(.comment, of: "\(try call.number("number"))", call)
                if try PullRoutes.named(call) == nil, comments.isEmpty {
                    await call.remark("\(PullRoutes.bound); answered with none")
                }
                // The oldest first, as GitHub lists them.
                return call.paged(comments.reversed())
            },
            APIRoute("GET", "deployments") { await deployments($0) },
            APIRoute("GET", "deployments/{id}") { try await deployment($0) },
            APIRoute("GET", "deployments/{id}/statuses") { call in
                await remark(call)
                return call.paged(list(.deploymentStatus, of: "\(try call.number("id"))", call))
            },
        ]
    }

    private static let bound = "only what this run made is known here"

    private func remark(_ call: APICall) async { await call.remark(Self.bound) }

    private func list(_ kind: MadeObjects.Kind, of subject: String?, _ call: APICall) -> [APIValue]
    {
        made.all(kind, of: subject, in: call.grant.job.run)
    }

    /// The commit that the request is about, by its name as far as it is known here.
    private func commit(_ call: APICall) async throws -> String {
        let name = try call.value("sha")
        return await call.git.commit(name) ?? name
    }

    private func checks(_ call: APICall) async throws -> ServiceResponse {
        await remark(call)
        let sha = try await commit(call)
        let query = call.request.query
        let all = list(.check, of: sha, call) + (await ownChecks(call, of: sha))
        let found = all.filter { check in
            [nil, check["name"].text].contains(query["check_name"])
                && [nil, check["status"].text].contains(query["status"])
        }
        return call.paged(found, in: "check_runs")
    }

    private func check(_ call: APICall) async throws -> ServiceResponse {
        let id = try call.number("id")
        let all = list(.check, of: nil, call) + (await ownChecks(call, of: nil))
        guard let check = all.first(where: { $0["id"].integer == id }) else {
            throw await call.unknown(because: Self.bound)
        }
        return APICall.response(200, check)
    }

    /// The run's jobs as checks, where the commit is the run's.
    private func ownChecks(_ call: APICall, of sha: String?) async -> [APIValue] {
        guard sha ?? call.facts.github["sha"] == call.facts.github["sha"] else { return [] }
        return await runs.describedJobs(call).map { job in
            let fields = ["id", "name", "head_sha", "status", "conclusion", "html_url"]
            var check = job.fields.filter { fields.contains($0.key) }
            check["started_at"] = job["started_at"]
            check["completed_at"] = job["completed_at"]
            check["details_url"] = job["html_url"]
            check["url"] = job["check_run_url"]
            return APIValue.object(check).adding(Self.ofChecks)
        }
    }

    /// What all checks have that workflows make.
    static let ofChecks: [String: APIValue] = [
        "app": ["id": 15_368, "slug": "github-actions", "name": "GitHub Actions"],
        "check_suite": ["id": 1], "pull_requests": [],
    ]

    /// The statuses of the commit, the newest first.
    private func statuses(_ call: APICall) async throws -> [APIValue] {
        list(.status, of: try await commit(call), call)
    }

    /// The state that the newest status of each context makes together.
    ///
    /// - Source: <https://docs.github.com/rest/commits/statuses>
    private func state(_ call: APICall) async throws -> ServiceResponse {
        await remark(call)
        var contexts: Set<String> = []
        let statuses = try await statuses(call).filter {
            contexts.insert($0["context"].text ?? "default").inserted
        }
        let states = Set(statuses.compactMap { $0["state"].text })
        let isFailure = !states.isDisjoint(with: ["error", "failure"])
        return APICall.response(
            200,
            [
                "state": isFailure ? "failure" : states == ["success"] ? "success" : "pending",
                "statuses": .list(statuses), "total_count": .integer(statuses.count),
                "sha": .text(try await commit(call)), "repository": APIObjects(call).repository,
            ]
        )
    }

    private func deployments(_ call: APICall) async -> ServiceResponse {
        await remark(call)
        let query = call.request.query
        let found = list(.deployment, of: nil, call).filter { deployment in
            ["sha", "ref", "task", "environment"].allSatisfy { name in
                query[name] == nil || query[name] == deployment[name].text
            }
        }
        return call.paged(found)
    }

    private func deployment(_ call: APICall) async throws -> ServiceResponse {
        let id = try call.number("id")
        let found = list(.deployment, of: nil, call).first { $0["id"].integer == id }
        guard let found else { throw await call.unknown(because: Self.bound) }
        return APICall.response(200, found)
    }
}
