/// The objects that several answers have, in the shape of GitHub's API.
///
/// - Source: <https://docs.github.com/rest>; what only GitHub can know is null, or left out.
struct APIObjects: Sendable {
    private let call: APICall

    /// The objects of a request's answer.
    init(_ call: APICall) {
        self.call = call
    }

    /// The account that `GITHUB_TOKEN` acts as.
    static let bot: APIValue = [
        "login": "github-actions[bot]", "id": 41_898_282, "type": "Bot", "site_admin": false,
        "html_url": "https://github.com/apps/github-actions",
    ]

    /// A person's account.
    func user(_ login: String) -> APIValue {
        if login == "github-actions[bot]" { return Self.bot }
        return [
            "login": .text(login), "id": 1, "type": "User", "site_admin": false,
            "html_url": .text("\(call.facts.github["server_url"] ?? "")/\(login)"),
            "url": .text("\(call.root)/users/\(login)"),
        ]
    }

    /// The repository.
    ///
    /// Of what only GitHub knows, the event's payload tells some.
    var repository: APIValue {
        let name = call.repository
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        let host = (call.facts.github["server_url"] ?? "").split(separator: "/").last ?? ""
        let made: APIValue = [
            "id": 1, "node_id": "R_1", "name": .text(parts.last ?? name),
            "full_name": .text(name), "private": true, "visibility": "private",
            "owner": user(parts.first ?? ""), "html_url": .text(call.page), "fork": false,
            "description": .null, "homepage": .null, "license": .null, "language": .null,
            "topics": [], "archived": false, "disabled": false,
            "git_url": .text("git://\(host)/\(name).git"),
            "ssh_url": .text("git@\(host):\(name).git"),
            "clone_url": .text("\(call.page).git"),
        ]
        let told = APIValue(json: call.facts.event.utf8)["repository"].fields.filter {
            $0.value != .null
        }
        return made.adding(told).adding([
            "url": .text(call.base),
            "default_branch": .text(call.facts.defaultBranch),
            "permissions": [
                "admin": false, "maintain": false, "pull": true, "triage": false,
                "push": .boolean(call.facts.mayWrite("contents")),
            ],
        ])
    }

    /// A commit's name and address, as lists of refs have it.
    func commitLink(_ sha: String) -> APIValue {
        ["sha": .text(sha), "url": .text("\(call.base)/commits/\(sha)")]
    }

    /// A commit as `commits/{ref}` has it, without its files.
    func commit(_ commit: APICommit) -> APIValue {
        [
            "sha": .text(commit.sha), "node_id": .text("C_\(commit.sha)"),
            "commit": gitCommit(commit).adding(["comment_count": 0]),
            "url": .text("\(call.base)/commits/\(commit.sha)"),
            "html_url": .text("\(call.page)/commit/\(commit.sha)"),
            "comments_url": .text("\(call.base)/commits/\(commit.sha)/comments"),
            "author": .null, "committer": .null,
            "parents": .list(commit.parents.map(parent)),
        ]
    }

    /// A commit as `git/commits/{sha}` has it.
    func gitCommit(_ commit: APICommit) -> APIValue {
        [
            "sha": .text(commit.sha), "url": .text("\(call.base)/git/commits/\(commit.sha)"),
            "html_url": .text("\(call.page)/commit/\(commit.sha)"),
            "author": signature(commit.author), "committer": signature(commit.committer),
            "message": .text(commit.message),
            "tree": [
                "sha": .text(commit.tree), "url": .text("\(call.base)/git/trees/\(commit.tree)"),
            ],
            "parents": .list(commit.parents.map(parent)),
            "verification": [
                "verified": false, "reason": "unsigned", "signature": .null, "payload": .null,
            ],
        ]
    }

    /// A file of a comparison.
    func change(_ change: APIChange, at sha: String) -> APIValue {
        let path = change.path.split(separator: "/").map { PercentCoding.encoded(String($0)) }
            .joined(separator: "/")
        var fields: [String: APIValue] = [
            "sha": .text(change.blob), "filename": .text(change.path),
            "status": .text(change.status),
            "additions": .integer(change.lines.added), "deletions": .integer(change.lines.removed),
            "changes": .integer(change.lines.added + change.lines.removed),
            "blob_url": .text("\(call.page)/blob/\(sha)/\(path)"),
            "raw_url": .text("\(call.page)/raw/\(sha)/\(path)"),
            "contents_url": .text("\(call.base)/contents/\(path)?ref=\(sha)"),
        ]
        fields["previous_filename"] = change.formerPath.map { .text($0) }
        fields["patch"] = change.patch.map { .text($0) }
        return .object(fields)
    }

    /// A ref as `git/ref` has it.
    func ref(_ ref: APIGit.Ref) -> APIValue {
        let kind = ref.kind == "tag" ? "tags" : "commits"
        return [
            "ref": .text(ref.name), "node_id": .text("REF_\(ref.name)"),
            "url": .text("\(call.base)/git/\(ref.name)"),
            "object": [
                "sha": .text(ref.object), "type": .text(ref.kind),
                "url": .text("\(call.base)/git/\(kind)/\(ref.object)"),
            ],
        ]
    }

    private func signature(_ signature: APICommit.Signature) -> APIValue {
        [
            "name": .text(signature.name), "email": .text(signature.email),
            "date": .text(signature.date),
        ]
    }

    private func parent(_ sha: String) -> APIValue {
        [
            "sha": .text(sha), "url": .text("\(call.base)/commits/\(sha)"),
            "html_url": .text("\(call.page)/commit/\(sha)"),
        ]
    }
}
