/// The pull request and the issue that the run's event is about; there are no others here.
enum PullRoutes {
    /// The routes below `repos/{owner}/{repo}`.
    static let routes: [APIRoute] = [
        APIRoute("GET", "pulls", list),
        APIRoute("GET", "pulls/{number}", one),
        APIRoute("GET", "pulls/{number}/files", files),
        APIRoute("GET", "pulls/{number}/commits", commits),
        APIRoute("GET", "issues", issues),
        APIRoute("GET", "issues/{number}", issue),
        APIRoute("GET", "issues/{number}/labels", labels),
        APIRoute("GET", "pulls/{number}/comments", nothing),
        APIRoute("GET", "pulls/{number}/reviews", nothing),
    ]

    /// What the report says where others may be at GitHub.
    static let bound = "only what the run's event is about is known here"

    /// The event's pull request; null when it is about none.
    static func pull(_ call: APICall) -> APIValue {
        APIValue(json: call.facts.event.utf8)["pull_request"]
    }

    private static func own(_ call: APICall) async throws -> APIValue {
        let pull = pull(call)
        guard pull["number"].integer == (try call.number("number")) else {
            throw await unknown(call)
        }
        return pull
    }

    /// Says that a number other than the event's is not known.
    private static func unknown(_ call: APICall) async -> APIRefusal {
        await call.remark("\(bound); told 404")
        return APIRefusal(404, "Not Found: actlocal knows only what the run's event is about")
    }

    /// The issue or pull request that the event is about, if it has the number that is asked for.
    static func named(_ call: APICall) throws -> APIValue? {
        let number = try call.number("number")
        let event = APIValue(json: call.facts.event.utf8)
        return [event["issue"], event["pull_request"]].first {
            $0["number"].integer == number
        }
    }

    @Sendable private static func list(_ call: APICall) async -> ServiceResponse {
        let (pull, query) = (pull(call), call.request.query)
        let owner = call.repository.split(separator: "/").first ?? ""
        let head = pull["head"]["ref"].text ?? ""
        let isMeant =
            pull != .null
            && ["all", pull["state"].text ?? "open"].contains(query["state"] ?? "open")
            && [nil, head, "\(owner):\(head)"].contains(query["head"])
            && [nil, pull["base"]["ref"].text].contains(query["base"])
        // A head has one pull request at most for each base; any other list may be longer.
        if !isMeant || query["head"] == nil { await call.remark(bound) }
        return call.paged(isMeant ? [pull] : [])
    }

    @Sendable private static func one(_ call: APICall) async throws -> ServiceResponse {
        let pull = try await own(call)
        let patch = call.accepted("patch")
        guard patch != nil || call.accepts("diff") else { return APICall.response(200, pull) }
        let (base, head) = try await range(call)
        if let patch {
            return APICall.response(patch, await call.git.patches(["\(base)..\(head)"]))
        }
        return APICall.response("text/plain; charset=utf-8", await call.git.diff(base, head))
    }

    @Sendable private static func files(_ call: APICall) async throws -> ServiceResponse {
        let (base, head) = try await range(call)
        let changes = await call.git.changes(base, head)
        return call.paged(changes.map { APIObjects(call).change($0, at: head) })
    }

    @Sendable private static func commits(_ call: APICall) async throws -> ServiceResponse {
        let (base, head) = try await range(call)
        let commits = await call.git.commits([head, "^\(base)"]).reversed()
        return call.paged(commits.map(APIObjects(call).commit))
    }

    /// Where the pull request parts from its base, and its head.
    private static func range(_ call: APICall) async throws -> (base: String, head: String) {
        let pull = try await own(call)
        guard let base = pull["base"]["sha"].text, let head = pull["head"]["sha"].text,
            APIGit.isObjectName(base), APIGit.isObjectName(head),
            let fork = await call.git.line(["merge-base", "--end-of-options", base, head])
        else {
            throw APIRefusal(
                404,
                "the commits of the event's pull request are not in the local repository"
            )
        }
        return (fork, head)
    }

    /// The one that the event is about, if it is asked for; pull requests are issues too.
    @Sendable private static func issues(_ call: APICall) async -> ServiceResponse {
        await call.remark(bound)
        let event = APIValue(json: call.facts.event.utf8)
        let state = call.request.query["state"] ?? "open"
        let labels = (call.request.query["labels"] ?? "").split(separator: ",").map(String.init)
        let found = [event["issue"], event["pull_request"]].first { $0 != .null }
        let own = found?["labels"].items.compactMap { $0["name"].text } ?? []
        let isMeant =
            ["all", found?["state"].text ?? "open"].contains(state)
            && Set(labels).isSubset(of: own)
        return call.paged(isMeant ? [found].compactMap { $0 } : [])
    }

    @Sendable private static func issue(_ call: APICall) async throws -> ServiceResponse {
        guard let found = try named(call) else { throw await unknown(call) }
        return APICall.response(200, found)
    }

    @Sendable private static func labels(_ call: APICall) async throws -> ServiceResponse {
        guard let found = try named(call) else { throw await unknown(call) }
        return call.paged(found["labels"].items)
    }

    /// What people wrote is at GitHub alone; a local run begins without it.
    @Sendable private static func nothing(_ call: APICall) async throws -> ServiceResponse {
        if try named(call) == nil { await call.remark("\(bound); answered with none") }
        return call.paged([])
    }
}
