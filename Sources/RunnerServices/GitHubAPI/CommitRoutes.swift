/// Commits, what they changed, and how they compare.
enum CommitRoutes {
    /// The routes below `repos/{owner}/{repo}`.
    static let routes: [APIRoute] = [
        APIRoute("GET", "commits", list),
        APIRoute("GET", "commits/{sha}/pulls", pulls),
        APIRoute("GET", "commits/{sha}/check-suites") { await none($0, in: "check_suites") },
        APIRoute("GET", "commits/{sha}/comments") { await none($0) },
        APIRoute("GET", "commits/{ref+}", commit),
        APIRoute("GET", "git/commits/{sha}", gitCommit),
        APIRoute("GET", "compare/{range+}", compare),
        // Findings that were submitted are taken to be whole; see `APIWrite`.
        APIRoute("GET", "code-scanning/sarifs/{id}") { call in
            await call.remark("taken to be processed, without findings of its own")
            return APICall.response(200, ["processing_status": "complete", "analyses_url": .null])
        },
    ]

    @Sendable private static func list(_ call: APICall) async throws -> ServiceResponse {
        let query = call.request.query
        let sha = try await call.git.commit(orDefault: query["sha"])
        let (size, page) = call.paging
        var options = ["--max-count=\(size + 1)", "--skip=\((page - 1) * size)"]
        options += query["author"].map { ["--fixed-strings", "--author=\($0)"] } ?? []
        options += query["since"].map { ["--since=\($0)"] } ?? []
        options += query["until"].map { ["--until=\($0)"] } ?? []
        let found = await call.git.commits(
            [sha],
            options: options,
            paths: query["path"].map { [":(literal)\($0)"] } ?? []
        )
        return call.paged(
            found.prefix(size).map(APIObjects(call).commit),
            hasNext: found.count > size
        )
    }

    /// What others have said of a commit is at GitHub alone.
    private static func none(_ call: APICall, in key: String? = nil) async -> ServiceResponse {
        await call.remark("what GitHub has of it is not known here; answered with none")
        return call.paged([], in: key)
    }

    @Sendable private static func commit(_ call: APICall) async throws -> ServiceResponse {
        let name = try call.value("ref")
        guard let sha = await call.git.commit(name) else {
            throw APIRefusal(422, "No commit found for SHA: \(name)")
        }
        if call.accepts("sha") { return APICall.response("text/plain", Array(sha.utf8)) }
        let commit = try await call.git.commit(sha: sha)
        if call.accepts("diff") {
            return APICall.response(
                "text/plain; charset=utf-8",
                await call.git.diff(commit.parents.first, sha)
            )
        }
        if let type = call.accepted("patch") {
            return APICall.response(type, await call.git.patches(["-1", sha]))
        }
        let changes = await call.git.changes(commit.parents.first, sha)
        let (added, removed) = changes.reduce((0, 0)) {
            ($0.0 + $1.lines.added, $0.1 + $1.lines.removed)
        }
        return APICall.response(
            200,
            APIObjects(call).commit(commit).adding([
                "stats": [
                    "additions": .integer(added), "deletions": .integer(removed),
                    "total": .integer(added + removed),
                ],
                "files": .list(changes.map { APIObjects(call).change($0, at: sha) }),
            ])
        )
    }

    @Sendable private static func gitCommit(_ call: APICall) async throws -> ServiceResponse {
        let sha = try call.value("sha")
        guard await call.git.kind(of: sha) == "commit" else { throw APIRefusal.notFound }
        return APICall.response(
            200,
            APIObjects(call).gitCommit(try await call.git.commit(sha: sha))
        )
    }

    /// The pull requests of a commit: the event's own, when the commit is its head.
    @Sendable private static func pulls(_ call: APICall) async throws -> ServiceResponse {
        let sha = await call.git.commit(try call.value("sha"))
        let pull = PullRoutes.pull(call)
        let isOwn = pull["head"]["sha"].text == sha || call.facts.github["sha"] == sha
        guard pull != .null, isOwn else {
            await call.remark(PullRoutes.bound)
            return call.paged([])
        }
        return call.paged([pull])
    }

    @Sendable private static func compare(_ call: APICall) async throws -> ServiceResponse {
        let sides = try call.value("range").split(separator: "...", maxSplits: 1)
        guard sides.count == 2 else { throw APIRefusal.notFound }
        let base = try await call.git.commit(orDefault: local(sides[0], call))
        let head = try await call.git.commit(orDefault: local(sides[1], call))
        guard let fork = await call.git.line(["merge-base", "--end-of-options", base, head]) else {
            throw APIRefusal(404, "No common ancestor between \(sides[0]) and \(sides[1]).")
        }
        if call.accepts("diff") {
            return APICall.response(
                "text/plain; charset=utf-8",
                await call.git.diff(fork, head)
            )
        }
        if let type = call.accepted("patch") {
            return APICall.response(type, await call.git.patches(["\(fork)..\(head)"]))
        }
        let commits = await call.git.commits([head, "^\(base)"])
        let behind = await call.git.line(["rev-list", "--count", "\(head)..\(base)"])
        let counts = (ahead: commits.count, behind: behind.flatMap { Int($0) } ?? 0)
        let objects = APIObjects(call)
        let shown = Array(commits.reversed().prefix(250))
        return APICall.response(
            200,
            [
                "url": .text("\(call.base)/compare/\(sides[0])...\(sides[1])"),
                "html_url": .text("\(call.page)/compare/\(sides[0])...\(sides[1])"),
                "status": .text(status(counts)), "ahead_by": .integer(counts.ahead),
                "behind_by": .integer(counts.behind), "total_commits": .integer(counts.ahead),
                "base_commit": objects.commit(try await call.git.commit(sha: base)),
                "merge_base_commit": objects.commit(try await call.git.commit(sha: fork)),
                "commits": .list(shown.map(objects.commit)),
                "files": .list(
                    await call.git.changes(fork, head).prefix(300)
                        .map { objects.change($0, at: head) }
                ),
            ]
        )
    }

    /// A side of a comparison without `owner:` before it.
    private static func local(_ side: Substring, _ call: APICall) -> String {
        let parts = side.split(separator: ":", maxSplits: 1)
        let owner = call.repository.split(separator: "/").first
        return parts.count == 2 && parts[0] == owner ? String(parts[1]) : String(side)
    }

    private static func status(_ counts: (ahead: Int, behind: Int)) -> String {
        switch (counts.ahead > 0, counts.behind > 0) {
        case (true, true): "diverged"
        case (true, false): "ahead"
        case (false, true): "behind"
        case (false, false): "identical"
        }
    }
}
