import Expressions

/// The properties of `github` whose text anybody may choose.
///
/// Source: <https://docs.github.com/actions/concepts/security/script-injections>
enum UntrustedTexts {
    private static let paths: Set<String> = Set(
        ["head_ref"]
            + [
                "pull_request.title", "pull_request.body", "pull_request.head.ref",
                "pull_request.head.label", "pull_request.head.repo.default_branch",
                "issue.title", "issue.body", "comment.body", "review.body", "review_comment.body",
                "discussion.title", "discussion.body", "pages.*.page_name",
                "commits.*.message", "commits.*.author.email", "commits.*.author.name",
                "head_commit.message", "head_commit.author.email", "head_commit.author.name",
                "workflow_run.head_branch", "workflow_run.head_commit.message",
                "workflow_run.head_commit.author.email", "workflow_run.head_commit.author.name",
                "workflow_run.pull_requests.*.head.ref", "workflow_run.display_title",
                "changes.title.from", "changes.body.from", "release.name", "release.body",
                "milestone.title", "milestone.description",
            ].map { "event.\($0)" }
    )

    /// Whether the text below `github` at a path may be anybody's.
    static func holds(_ path: String) -> Bool {
        guard path.contains("?") else { return paths.contains(path) }
        let names = path.split(separator: ".")
        return names.first != "?"
            && paths.contains { known in
                let parts = known.split(separator: ".")
                return parts.count == names.count
                    && zip(parts, names).allSatisfy { $1 == "?" || $0 == $1 }
            }
    }

    /// Whether an object at a path below `github` has such a text somewhere in it.
    static func isAround(_ path: String) -> Bool {
        path.isEmpty || paths.contains { $0.hasPrefix(path + ".") }
    }

    /// The properties a node reads from `github`, joined by dots, with `*` for any element and `?`
    /// for a name that only a run can tell.
    static func path(of node: ExpressionNode) -> String? {
        var names: [String] = []
        var rest = node
        while case .index = rest.kind {
            switch rest.children[1].kind {
            case .literal(.string(let name)): names.append(name.lowercased())
            case .literal, .wildcard: names.append("*")
            default: names.append("?")
            }
            rest = rest.children[0]
        }
        guard case .namedValue(let context) = rest.kind, context.lowercased() == "github" else {
            return nil
        }
        return names.reversed().joined(separator: ".")
    }
}
