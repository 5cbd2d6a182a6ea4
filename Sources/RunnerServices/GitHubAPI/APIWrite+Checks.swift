extension APIWrite {
    /// What a request has to say.
    private struct Rule {
        /// The fields it has to have.
        var required: [String] = []
        /// The texts that fields may have, where they are there.
        var allowed: [String: [String]] = [:]
    }

    private static let body = Rule(required: ["body"])
    private static let reaction = Rule(
        required: ["content"],
        allowed: [
            "content": ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"]
        ]
    )
    private static let openOrClosed = Rule(allowed: ["state": ["open", "closed"]])
    private static let check: [String: [String]] = [
        "status": ["queued", "in_progress", "completed", "waiting", "requested", "pending"],
        "conclusion": [
            "action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale",
            "timed_out",
        ],
    ]

    /// The rules by verb and pattern.
    ///
    /// - Source: <https://docs.github.com/rest>, the body parameters of each.
    private static let rules: [String: Rule] = [
        "POST issues/{number}/comments": body, "PATCH issues/comments/{id}": body,
        "POST issues/comments/{id}/reactions": reaction,
        "POST issues/{number}/reactions": reaction, "POST issues": Rule(required: ["title"]),
        "PATCH issues/{number}": openOrClosed, "POST labels": Rule(required: ["name"]),
        "PATCH pulls/{number}": openOrClosed,
        "POST pulls/{number}/reviews": Rule(
            allowed: ["event": ["APPROVE", "REQUEST_CHANGES", "COMMENT"]]
        ),
        "POST pulls/{number}/comments": Rule(required: ["body", "commit_id", "path"]),
        "POST commits/{sha}/comments": body,
        "POST check-runs": Rule(required: ["name", "head_sha"], allowed: check),
        "PATCH check-runs/{id}": Rule(allowed: check),
        "POST statuses/{sha}": Rule(
            required: ["state"],
            allowed: ["state": ["error", "failure", "pending", "success"]]
        ),
        "POST deployments": Rule(required: ["ref"]),
        "POST deployments/{id}/statuses": Rule(
            required: ["state"],
            allowed: [
                "state": [
                    "error", "failure", "inactive", "in_progress", "queued", "pending", "success",
                ]
            ]
        ),
        "POST releases": Rule(required: ["tag_name"]),
        "POST dispatches": Rule(required: ["event_type"]),
        "POST actions/workflows/{id}/dispatches": Rule(required: ["ref"]),
    ]

    /// Refuses a body that GitHub refuses.
    func check(_ body: APIValue) throws(APIRefusal) {
        guard body != .null else { throw APIRefusal(400, "Problems parsing JSON") }
        guard let rule = Self.rules["\(method) \(pattern)"] else { return }
        let missing = rule.required.filter { body[$0] == .null }
        guard missing.isEmpty else {
            let fields = missing.map { "\"\($0)\"" }.joined(separator: ", ")
            let verb = missing.count == 1 ? "wasn't" : "weren't"
            throw APIRefusal(422, "Invalid request.\n\n\(fields) \(verb) supplied.")
        }
        for (field, texts) in rule.allowed.sorted(by: { $0.key < $1.key })
        where body[field] != .null && !texts.contains(body[field].text ?? "") {
            let message = "\(field) has to be one of \(texts.joined(separator: ", "))"
            throw APIRefusal.invalid(field, "custom", message: message)
        }
    }

    /// Refuses what is not there, or is there already; `body` is nil before it is read.
    func check(_ body: APIValue?, _ call: APICall, _ releases: MadeReleases) async throws {
        switch (answer, body) {
        case (.release, nil) where method != "POST", (.asset, nil):
            try await checkRelease(call, releases)
        case (.release, let body?) where method == "POST": try checkTag(body, call, releases)
        case (_, let body?):
            switch pattern {
            case "statuses/{sha}": try await checkCommit(try call.value("sha"), call)
            case "check-runs": try await checkCommit(body["head_sha"].text ?? "", call)
            case "actions/workflows/{id}/dispatches":
                try await checkWorkflow(call, at: body["ref"].text ?? "")
            default: break
            }
        default: break
        }
    }

    /// Whether there is such a release or file, of this run or of its event, and no such file yet.
    private func checkRelease(_ call: APICall, _ releases: MadeReleases) async throws {
        let id = try call.number("id")
        let told = APIValue(json: call.facts.event.utf8)["release"]
        let known = releases.all(of: call.grant.job.run) + (told == .null ? [] : [told])
        let isFile = pattern == "releases/assets/{id}"
        let ids = isFile ? known.flatMap { $0["assets"].items } : known
        guard ids.contains(where: { $0["id"].integer == id }) else {
            let bound = "only releases that this run made, or that its event is about, are known"
            throw await call.unknown(because: "\(bound) here")
        }
        guard case .asset = answer, !isFile else { return }
        guard let name = call.request.query["name"], !name.isEmpty else {
            throw APIRefusal(422, "Invalid request.\n\n\"name\" wasn't supplied.")
        }
        let assets = known.filter { $0["id"].integer == id }.flatMap { $0["assets"].items }
        guard !assets.contains(where: { $0["name"].text == name }) else {
            throw APIRefusal.invalid("name", "already_exists", of: "ReleaseAsset")
        }
    }

    /// Whether no other published release has the tag.
    private func checkTag(
        _ body: APIValue,
        _ call: APICall,
        _ releases: MadeReleases
    ) throws(APIRefusal) {
        guard body["draft"] != true else { return }
        let told = APIValue(json: call.facts.event.utf8)["release"]
        let isTaken = (releases.all(of: call.grant.job.run) + [told]).contains { release in
            release["tag_name"] == body["tag_name"] && release["draft"] != true
        }
        guard !isTaken else {
            throw APIRefusal.invalid("tag_name", "already_exists", of: "Release")
        }
    }

    private func checkCommit(_ name: String, _ call: APICall) async throws {
        guard await call.git.commit(name) == nil else { return }
        throw await call.unknown(
            APIRefusal(422, "No commit found for SHA: \(name)"),
            because: "your clone has no such commit"
        )
    }

    /// Whether the workflow is there and may be started so; of one that is known by its number
    /// nothing is known here.
    private func checkWorkflow(_ call: APICall, at ref: String) async throws {
        let name = try call.value("id")
        let isOwn = call.facts.workflowFile.split(separator: "/").last.map(String.init) == name
        guard Int(name) == nil, let commit = await call.git.commit(orOwn: ref) else { return }
        let file = await call.git.output(
            ["cat-file", "blob", "\(commit):./.github/workflows/\(name)"]
        )
        guard let file else {
            // The run's own may not have been committed yet.
            guard !isOwn else { return }
            throw await call.unknown(because: "your clone has no such workflow")
        }
        // A file that does not have the word has not the trigger.
        guard String(decoding: file, as: UTF8.self).contains("workflow_dispatch") else {
            throw APIRefusal(422, "Workflow does not have 'workflow_dispatch' trigger")
        }
    }
}

extension APIGit {
    /// The commit of a ref; the default branch's where it is not known here.
    fileprivate func commit(orOwn ref: String) async -> String? {
        if let commit = await commit(ref) { return commit }
        return try? await commit(orDefault: nil)
    }
}
