/// Releases as far as jobs of the run made them; those at GitHub are not known here.
struct ReleaseRoutes: Sendable {
    /// What the run made.
    let made: MadeReleases

    /// The routes below `repos/{owner}/{repo}`.
    ///
    /// `releases/latest` and a tag without a published release stay unanswered, as everything
    /// unknown.
    var routes: [APIRoute] {
        [
            APIRoute("GET", "releases") { await list($0) },
            APIRoute("POST", "releases/generate-notes") { try await notes($0) },
            APIRoute("GET", "releases/tags/{tag+}") { call in
                let tag = try call.value("tag")
                return try await one(call) { $0["tag_name"].text == tag && $0["draft"] != true }
            },
            APIRoute("GET", "releases/{id}") { call in
                guard let id = Int(try call.value("id")) else { throw await call.unanswered() }
                return try await one(call) { $0["id"].integer == id }
            },
            APIRoute("GET", "releases/assets/{id}") { call in
                // The bytes of assets are not kept.
                let isDownload = call.request.header("Accept")?.contains("octet-stream") == true
                guard !isDownload else { throw await call.unanswered() }
                let id = try call.number("id")
                let asset = releases(call).flatMap { $0["assets"].items }
                    .first { $0["id"].integer == id }
                guard let asset else { throw await call.unanswered() }
                return APICall.response(200, asset)
            },
            APIRoute("GET", "releases/{id}/assets") { call in
                let id = try call.number("id")
                let release = releases(call).first { $0["id"].integer == id }
                guard let release else { throw await call.unanswered() }
                return call.paged(release["assets"].items)
            },
        ]
    }

    private func releases(_ call: APICall) -> [APIValue] { made.all(of: call.grant.job.run) }

    private func list(_ call: APICall) async -> ServiceResponse {
        await call.remark("only the releases that this run made are known here")
        return call.paged(releases(call))
    }

    private func one(
        _ call: APICall,
        where isMeant: (APIValue) -> Bool
    ) async throws -> ServiceResponse {
        guard let release = releases(call).first(where: isMeant) else {
            throw await call.unanswered()
        }
        return APICall.response(200, release)
    }

    /// Notes without what only GitHub could gather: the pull requests since the last release.
    private func notes(_ call: APICall) async throws -> ServiceResponse {
        guard call.facts.mayWrite("contents") else { throw APIRefusal.notPermitted }
        let body = APIValue(json: try await call.request.body.collect(upTo: 1 << 20))
        guard let tag = body["tag_name"].text else {
            throw APIRefusal(422, "Invalid request. \"tag_name\" wasn't supplied.")
        }
        await call.remark("the notes are a link to the changes alone")
        let span =
            body["previous_tag_name"].text.map { "compare/\($0)...\(tag)" } ?? "commits/\(tag)"
        return APICall.response(
            200,
            [
                "name": .text(tag),
                "body": .text("**Full Changelog**: \(call.page)/\(span)"),
            ]
        )
    }
}
