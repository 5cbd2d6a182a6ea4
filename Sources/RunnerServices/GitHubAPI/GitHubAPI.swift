import Synchronization

/// The part of GitHub's REST API that common actions call, answered from the run itself.
///
/// Nothing is asked of GitHub and nothing is changed there. Whatever is not answered truthfully is
/// said in the run's report.
///
/// - Source: <https://docs.github.com/rest>
struct GitHubAPI: Sendable {
    private let access: AccessTable
    private let own: [APIRoute]
    private let general: [APIRoute]
    private let scopes: APIScopes

    /// An API over the stores of a server.
    init(
        access: AccessTable,
        artifacts: ArtifactStore,
        caches: CacheStore,
        links: SignedLinks,
        now: @escaping @Sendable () -> Double
    ) {
        self.access = access
        let count = Counter()
        let (releases, objects) = (MadeReleases(), MadeObjects())
        let (runs, scopes) = (RunRoutes(access: access), APIScopes())
        self.scopes = scopes
        own =
            RefRoutes.routes + MadeRoutes(made: objects, runs: runs).routes
            + CommitRoutes.routes + ContentRoutes.routes + PullRoutes.routes + runs.routes
            + ArtifactRoutes(store: artifacts, links: links, now: now).routes
            + CacheEntryRoutes(store: caches).routes
            + PagesRoutes.routes + ReleaseRoutes(made: releases).routes
            + APIWrite.all.map {
                $0.route(
                    number: { count.next() },
                    now: now,
                    releases: releases,
                    objects: objects,
                    permissions: scopes
                )
            }
        general = AccountRoutes(now: now).routes
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }

    /// Answers a request for `/api/<job>/…`; a refusal is an answer too.
    func respond(to request: ServiceRequest) async throws -> ServiceResponse {
        do {
            return try await route(try await call(request))
        } catch let refusal as APIRefusal {
            return refusal.response
        }
    }

    /// The request with the job that makes it.
    private func call(_ request: ServiceRequest) async throws(APIRefusal) -> APICall {
        guard request.path.count > 1, let grant = access.grant(apiKey: request.path[1]),
            let facts = grant.job.api
        else { throw .notFound }
        let call = APICall(
            request: request,
            path: Array(request.path.dropFirst(2)),
            grant: grant,
            facts: facts
        )
        guard let token = request.apiToken else { throw .noCredentials }
        guard ConstantTime.areEqual(token, facts.token) else {
            await call.remark("its token is not the job's `GITHUB_TOKEN`; told 401")
            throw .badCredentials
        }
        return call
    }

    private func route(_ call: APICall) async throws -> ServiceResponse {
        if call.path == ["graphql"] { return await refuseQuery(call) }
        guard call.path.first == "repos", call.path.count >= 3 else {
            return try await answer(call, general, call.path[...])
        }
        let repository = "\(call.path[1])/\(call.path[2])"
        guard repository.lowercased() == call.repository.lowercased() else {
            await call.remark("only the run's own repository is known here; answered 404")
            throw APIRefusal(
                404,
                "Not Found: actlocal knows no repository but `\(call.repository)`"
            )
        }
        return try await answer(call, own, call.path.dropFirst(3))
    }

    private func answer(
        _ call: APICall,
        _ routes: [APIRoute],
        _ path: ArraySlice<String>
    ) async throws -> ServiceResponse {
        let method = call.request.method == "HEAD" ? "GET" : call.request.method
        for route in routes where route.method == method {
            guard let values = route.match(path) else { continue }
            var call = call
            call.values = values
            if method == "GET", !call.path.isEmpty, call.path[0] == "repos" {
                await scopes.tellRead(call, path)
            }
            return try await route.answer(call)
        }
        throw await call.unanswered()
    }

    /// GitHub's GraphQL tells errors under 200; clients try again after a status of 500 and above.
    private func refuseQuery(_ call: APICall) async -> ServiceResponse {
        let help =
            "give the step `continue-on-error`, or let a folder stand for its action under "
            + "`actions:` in `.actlocal.yml`"
        await call.remark("actlocal answers no GraphQL; told so: \(help)")
        let message =
            "Not Implemented: actlocal answers no GraphQL, only a part of GitHub's REST API; "
            + help
        return APICall.response(
            200,
            [
                "data": .null,
                "errors": [["type": "NOT_IMPLEMENTED", "message": .text(message)]],
            ]
        )
    }
}

extension APICall {
    /// The request as the report names it.
    var shown: String { "\(request.method) /\(path.joined(separator: "/"))" }

    /// Says in the run's report what became of the request.
    func remark(_ reason: String) async {
        await facts.report(ServedAPI.Remark(subject: "`\(shown)`", reason: reason))
    }

    /// Says in the report that something is not known here, which GitHub may have; GitHub's answer
    /// where it has not.
    func unknown(_ refusal: APIRefusal = .notFound, because reason: String) async -> APIRefusal {
        await remark("\(reason); told \(refusal.status)")
        return refusal
    }

    /// Says that the request is not answered, in the report; what the client is told.
    func unanswered() async -> APIRefusal {
        let status = ["GET", "HEAD"].contains(request.method) ? 404 : 501
        await remark("actlocal does not answer this part of GitHub's API; told \(status)")
        let words = status == 404 ? "Not Found" : "Not Implemented"
        return APIRefusal(status, "\(words): actlocal does not answer `\(shown)` of GitHub's API")
    }
}
