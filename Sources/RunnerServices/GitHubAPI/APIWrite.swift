/// Something that a job would change at GitHub: it is told that it did, and the run's report says
/// that it did not.
struct APIWrite: Sendable {
    /// What the job is answered.
    enum Answer: Sendable {
        /// What it sent, with what GitHub adds to a new or changed thing.
        case echo
        /// The labels it sent.
        case labels
        /// A release, whose assets have a place to go to.
        case release
        /// Nothing.
        case nothing
    }

    /// The verb.
    let method: String
    /// The pattern below `repos/{owner}/{repo}`.
    let pattern: String
    /// The permission it takes; either of them.
    let scopes: [String]
    /// What it would have done, after `would have`.
    let deed: String
    /// Such as 201.
    let status: Int
    /// What the job is answered.
    let answer: Answer

    private init(
        _ method: String,
        _ pattern: String,
        _ scopes: [String],
        _ deed: String,
        _ status: Int,
        _ answer: Answer = .echo
    ) {
        self.method = method
        self.pattern = pattern
        self.scopes = scopes
        self.deed = deed
        self.status = status
        self.answer = answer
    }

    private static let talk = ["issues", "pull-requests"]

    /// All that is answered so.
    ///
    /// What a later request would build on, such as a new commit or a
    /// merge, is not among it: a made-up answer would only fail later.
    static let all: [APIWrite] = [
        APIWrite("POST", "issues/{number}/comments", talk, "written a comment", 201),
        APIWrite("PATCH", "issues/comments/{id}", talk, "changed a comment", 200),
        APIWrite("DELETE", "issues/comments/{id}", talk, "removed a comment", 204, .nothing),
        APIWrite("POST", "issues/comments/{id}/reactions", talk, "reacted to a comment", 201),
        APIWrite("POST", "issues/{number}/reactions", talk, "reacted to it", 201),
        APIWrite("POST", "issues", ["issues"], "opened an issue", 201),
        APIWrite("PATCH", "issues/{number}", talk, "changed the issue", 200),
        APIWrite("POST", "issues/{number}/labels", talk, "set labels", 200, .labels),
        APIWrite("PUT", "issues/{number}/labels", talk, "set labels", 200, .labels),
        APIWrite("DELETE", "issues/{number}/labels/{name}", talk, "removed a label", 200, .labels),
        APIWrite("POST", "issues/{number}/assignees", talk, "assigned people", 201),
        APIWrite("POST", "labels", talk, "made a label", 201),
        APIWrite("PATCH", "pulls/{number}", ["pull-requests"], "changed the pull request", 200),
        APIWrite("POST", "pulls/{number}/reviews", ["pull-requests"], "written a review", 200),
        APIWrite("POST", "pulls/{number}/comments", ["pull-requests"], "written a remark", 201),
        APIWrite(
            "POST",
            "pulls/{number}/requested_reviewers",
            ["pull-requests"],
            "asked for a review",
            201
        ),
        APIWrite("POST", "commits/{sha}/comments", ["contents"], "written a comment", 201),
        APIWrite("POST", "check-runs", ["checks"], "begun a check", 201),
        APIWrite("PATCH", "check-runs/{id}", ["checks"], "changed a check", 200),
        APIWrite("POST", "statuses/{sha}", ["statuses"], "set a commit's status", 201),
        APIWrite("POST", "deployments", ["deployments"], "begun a deployment", 201),
        APIWrite(
            "POST",
            "deployments/{id}/statuses",
            ["deployments"],
            "set a deployment's status",
            201
        ),
        APIWrite("POST", "releases", ["contents"], "made a release", 201, .release),
        APIWrite("PATCH", "releases/{id}", ["contents"], "changed a release", 200, .release),
        APIWrite("POST", "releases/{id}/assets", ["contents"], "added a file to a release", 201),
        APIWrite("POST", "dispatches", ["contents"], "sent an event", 204, .nothing),
        APIWrite(
            "POST",
            "actions/workflows/{id}/dispatches",
            ["actions"],
            "started a workflow",
            204,
            .nothing
        ),
    ]
}

extension APIWrite {
    /// The most bytes of a request of which the report shows the beginning.
    private static let bodyLimit = 1 << 20
    /// The most bytes of a file for a release.
    private static let fileLimit = 2 << 30

    /// The route; `number` gives new things their ids.
    func route(number: @escaping @Sendable () -> Int, now: @escaping @Sendable () -> Double)
        -> APIRoute
    {
        APIRoute(method, pattern) { call in
            guard scopes.contains(where: call.facts.mayWrite) else {
                throw APIRefusal.notPermitted
            }
            let isFile = pattern.hasSuffix("assets")
            let (body, shown) = try await content(call, isFile: isFile)
            await call.remark("it would have \(deed)\(shown); nothing left this machine")
            guard status != 204 else { return ServiceResponse(204) }
            return APICall.response(
                status,
                made(call, body, id: number(), time: Timestamp.text(now()))
            )
        }
    }

    private func content(
        _ call: APICall,
        isFile: Bool
    ) async throws -> (APIValue, shown: String) {
        if isFile {
            let size = try await call.request.body.read(upTo: Self.fileLimit) { _ in }
            let name = call.request.query["name"] ?? ""
            return (
                ["name": .text(name), "size": .integer(size), "state": "uploaded"],
                " (`\(name)`, \(size) bytes)"
            )
        }
        let bytes = try await call.request.body.collect(upTo: Self.bodyLimit)
        guard !bytes.isEmpty else { return ([:], "") }
        let text = String(decoding: bytes, as: UTF8.self)
        return (APIValue(json: bytes), ": `\(text.prefix(300))\(text.count > 300 ? "…" : "")`")
    }

    private func made(
        _ call: APICall,
        _ body: APIValue,
        id: Int,
        time: String
    ) -> APIValue {
        if case .labels = answer {
            let labels = body.items.isEmpty ? body["labels"].items : body.items
            return .list(
                labels.map { ["name": .text($0.text ?? $0["name"].text ?? ""), "color": "ededed"] }
            )
        }
        let place = call.path.dropFirst(3).joined(separator: "/")
        let isNew = method == "POST"
        let own = call.values["id"].flatMap { Int($0) } ?? id
        let number = call.values["number"].flatMap { Int($0) } ?? id
        var fields: [String: APIValue] = [
            "id": .integer(isNew ? id : own), "node_id": .text("ACTLOCAL_\(id)"),
            "url": .text("\(call.base)/\(place)\(isNew ? "/\(id)" : "")"),
            "html_url": .text("\(call.page)/\(place)"), "number": .integer(number),
            "user": APIObjects.bot, "author": APIObjects.bot, "creator": APIObjects.bot,
            "created_at": .text(time), "updated_at": .text(time),
        ]
        if case .release = answer {
            let release = isNew ? id : own
            fields["upload_url"] = .text("\(call.base)/releases/\(release)/assets{?name,label}")
            fields["assets"] = []
            fields["assets_url"] = .text("\(call.base)/releases/\(release)/assets")
        }
        return .object(fields.merging(body.fields) { $1 })
    }
}
