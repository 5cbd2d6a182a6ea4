import Expressions
import Workspaces

/// Makes event payloads from a repository's state.
struct EventPayload {
    let revision: Revision

    private var repository: GitRepository { revision.repository }

    /// The payload of an event, with what a local state can tell.
    func payload(of event: String, inputs: [String: String]) -> ExpressionValue {
        var entries: [(String, ExpressionValue)]
        switch event {
        case "push": entries = push
        case "pull_request", "pull_request_target": entries = pullRequest
        case "workflow_dispatch":
            entries = [
                ("inputs", .object(inputs.sorted { $0.key < $1.key }.map { ($0, .string($1)) })),
                ("ref", .string(revision.ref)),
            ]
        default: entries = []
        }
        entries += [("repository", repositoryObject), ("sender", owner)]
        return .object(entries)
    }

    private var push: [(String, ExpressionValue)] {
        let before = revision.commit?.parents.first ?? GitCommit.zeros
        let commit = revision.commit.map(commitObject) ?? .null
        return [
            ("ref", .string(revision.ref)), ("before", .string(before)),
            ("after", .string(revision.sha)),
            ("created", .boolean(before == GitCommit.zeros)), ("deleted", false),
            ("forced", false), ("base_ref", .null),
            (
                "pusher",
                .object([
                    ("name", .string(repository.identity.name ?? repository.owner)),
                    ("email", .string(repository.identity.email ?? "")),
                ])
            ),
            ("commits", .array(revision.commit == nil ? [] : [commit])),
            ("head_commit", commit),
        ]
    }

    private var pullRequest: [(String, ExpressionValue)] {
        let head = revision.branch ?? "head"
        let user = ("user", owner)
        return [
            ("action", "opened"), ("number", 1),
            (
                "pull_request",
                .object([
                    ("number", 1), ("state", "open"),
                    ("title", .string(subject)), ("body", ""), ("draft", false),
                    ("merged", false), user,
                    ("head", side(ref: head, sha: revision.sha)),
                    (
                        "base",
                        side(
                            ref: repository.defaultBranch,
                            sha: revision.commit?.parents.first ?? GitCommit.zeros
                        )
                    ),
                    ("labels", .array([])), ("merge_commit_sha", .string(revision.sha)),
                ])
            ),
        ]
    }

    private func side(ref: String, sha: String) -> ExpressionValue {
        .object([
            ("ref", .string(ref)), ("sha", .string(sha)),
            ("label", .string("\(repository.owner):\(ref)")), ("repo", repositoryObject),
        ])
    }

    private var subject: String {
        let message = revision.commit?.message ?? ""
        return String(message.prefix { !$0.isNewline })
    }

    private func commitObject(_ commit: GitCommit) -> ExpressionValue {
        .object([
            ("id", .string(commit.sha)), ("tree_id", .string(commit.tree)),
            ("distinct", .boolean(commit.distinct)), ("message", .string(commit.message)),
            ("timestamp", .string(commit.committer.timestamp)),
            ("url", .string("\(web)/commit/\(commit.sha)")),
            ("author", person(commit.author)), ("committer", person(commit.committer)),
        ])
    }

    private func person(_ signature: GitCommit.Signature) -> ExpressionValue {
        .object([("name", .string(signature.name)), ("email", .string(signature.email))])
    }

    private var web: String { "\(repository.server)/\(repository.fullName)" }

    private var owner: ExpressionValue {
        .object([("login", .string(repository.owner)), ("id", 1), ("type", "User")])
    }

    private var repositoryObject: ExpressionValue {
        .object([
            ("id", 1), ("name", .string(repository.name)),
            ("full_name", .string(repository.fullName)), ("private", true), ("owner", owner),
            ("html_url", .string(web)), ("clone_url", .string(web + ".git")),
            ("default_branch", .string(repository.defaultBranch)), ("fork", false),
            ("visibility", "private"),
        ])
    }
}
