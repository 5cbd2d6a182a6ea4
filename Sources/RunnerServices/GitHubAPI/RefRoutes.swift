/// The repository, its branches, tags and refs.
enum RefRoutes {
    /// The routes below `repos/{owner}/{repo}`.
    static let routes: [APIRoute] = [
        APIRoute("GET", "") { APICall.response(200, APIObjects($0).repository) },
        APIRoute("GET", "branches", branches),
        APIRoute("GET", "branches/{name+}", branch),
        APIRoute("GET", "tags", tags),
        APIRoute("GET", "git/ref/{ref+}", ref),
        APIRoute("GET", "git/matching-refs/{ref+}", matchingRefs),
        APIRoute("GET", "git/tags/{sha}", annotatedTag),
        APIRoute("GET", "commits/{sha}/branches-where-head", branchesWhereHead),
    ]

    /// What the report says where others may be at GitHub.
    private static let bound = "only your clone's branches and tags are known here"

    private static func name(_ ref: APIGit.Ref) -> String {
        ref.name.split(separator: "/", maxSplits: 2).last.map(String.init) ?? ref.name
    }

    @Sendable private static func branches(_ call: APICall) async -> ServiceResponse {
        let refs = await call.git.refs(below: "refs/heads/")
        return call.paged(
            refs.map { ref in
                [
                    "name": .text(name(ref)), "protected": false,
                    "commit": APIObjects(call).commitLink(ref.commit),
                ]
            }
        )
    }

    @Sendable private static func branch(_ call: APICall) async throws -> ServiceResponse {
        let name = try call.value("name")
        let hasPushes = await call.facts.hasPushes()
        let isOwn = !hasPushes && "refs/heads/\(name)" == call.facts.github["ref"]
        var found = isOwn ? call.facts.github["sha"] : nil
        if found == nil, APIGit.isPlain(name) {
            found = await call.git.object("refs/heads/\(name)^{commit}")
        }
        guard let found else {
            throw await call.unknown(APIRefusal(404, "Branch not found"), because: bound)
        }
        let commit = try await call.git.commit(sha: found)
        return APICall.response(
            200,
            [
                "name": .text(name), "commit": APIObjects(call).commit(commit),
                "protected": false, "protection": ["enabled": false],
                "_links": [
                    "self": .text("\(call.base)/branches/\(name)"),
                    "html": .text("\(call.page)/tree/\(name)"),
                ],
            ]
        )
    }

    @Sendable private static func tags(_ call: APICall) async -> ServiceResponse {
        let refs = await call.git.refs(below: "refs/tags/", newestFirst: true)
        return call.paged(
            refs.map { ref in
                [
                    "name": .text(name(ref)), "node_id": .text("REF_\(ref.name)"),
                    // Without the addresses of archives, which nobody answers here.
                    "commit": APIObjects(call).commitLink(ref.commit),
                ]
            }
        )
    }

    @Sendable private static func ref(_ call: APICall) async throws -> ServiceResponse {
        let name = "refs/\(try call.value("ref"))"
        if let ref = await refs(call).first(where: { $0.name == name }) {
            return APICall.response(200, APIObjects(call).ref(ref))
        }
        throw await call.unknown(because: bound)
    }

    @Sendable private static func matchingRefs(_ call: APICall) async throws -> ServiceResponse {
        let prefix = "refs/\(try call.value("ref"))"
        let refs = await refs(call).filter { $0.name.hasPrefix(prefix) }
        return call.paged(refs.map(APIObjects(call).ref))
    }

    /// Branches, tags, and the run's own ref, which may be the server's alone.
    private static func refs(_ call: APICall) async -> [APIGit.Ref] {
        var refs = await call.git.refs(below: "refs/heads/")
        refs += await call.git.refs(below: "refs/tags/")
        let (name, sha) = (call.facts.github["ref"] ?? "", call.facts.github["sha"] ?? "")
        if !refs.contains(where: { $0.name == name }) {
            refs.append(APIGit.Ref(name: name, object: sha, kind: "commit", commit: sha))
        }
        return refs
    }

    @Sendable private static func annotatedTag(_ call: APICall) async throws -> ServiceResponse {
        let sha = try call.value("sha")
        guard await call.git.kind(of: sha) == "tag",
            let bytes = await call.git.output(["cat-file", "tag", sha])
        else { throw APIRefusal.notFound }
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "\n\n", maxSplits: 1)
        var head: [Substring: String] = [:]
        for line in parts.first?.split(separator: "\n") ?? [] {
            let words = line.split(separator: " ", maxSplits: 1)
            if words.count == 2 { head[words[0]] = String(words[1]) }
        }
        return APICall.response(
            200,
            [
                "sha": .text(sha), "node_id": .text("TA_\(sha)"),
                "tag": .optional(head["tag"]), "url": .text("\(call.base)/git/tags/\(sha)"),
                "message": .text(parts.count > 1 ? String(parts[1]) : ""),
                "object": ["sha": .optional(head["object"]), "type": .optional(head["type"])],
            ]
        )
    }

    @Sendable private static func branchesWhereHead(
        _ call: APICall
    ) async throws -> ServiceResponse {
        let sha = try await call.git.commit(orDefault: try call.value("sha"))
        let refs = await call.git.refs(below: "refs/heads/").filter { $0.commit == sha }
        return call.paged(
            refs.map {
                [
                    "name": .text(name($0)), "protected": false,
                    "commit": APIObjects(call).commitLink(sha),
                ]
            }
        )
    }
}
