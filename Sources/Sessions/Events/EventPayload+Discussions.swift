import Expressions
import Workspaces

// Payloads that are about pull requests and issues.
extension EventPayload {
    /// `number` and `pull_request`, from the current branch into its base.
    var pullRequest: Entries {
        let number = number("number", or: "pull_request", "number")
        let main = revision.repository.defaultBranch
        let base = given.text(at: ["pull_request", "base", "ref"]) ?? main
        let head = revision.branch ?? RefName.short(revision.ref)
        let page = "\(objects.web)/pull/\(number.asString)"
        let isClosed = assumed.activity == "closed"
        return [
            ("number", number),
            (
                "pull_request",
                .object([
                    ("id", 1), ("number", number), ("state", isClosed ? "closed" : "open"),
                    ("locked", false), ("title", .string(subject)), ("body", .null),
                    ("user", objects.sender), ("draft", false), ("merged", false),
                    ("mergeable", true), ("head", side(ref: head, sha: revision.sha)),
                    ("base", side(ref: base, sha: range.before)),
                    ("labels", .array([])), ("assignees", .array([])),
                    ("requested_reviewers", .array([])), ("requested_teams", .array([])),
                    ("milestone", .null), ("merge_commit_sha", .string(revision.sha)),
                    ("author_association", "OWNER"), ("auto_merge", .null),
                    ("commits", .number(Double(range.commits.count))),
                    ("additions", .number(Double(range.counts?.additions ?? 0))),
                    ("deletions", .number(Double(range.counts?.deletions ?? 0))),
                    ("changed_files", .number(Double(range.counts?.files ?? 0))),
                    ("url", .string("\(objects.api)/pulls/\(number.asString)")),
                    ("html_url", .string(page)), ("diff_url", .string(page + ".diff")),
                ])
            ),
        ] + (assumed.activity == "synchronize" ? synchronized : []) + subjectOfActivity
    }

    private var synchronized: Entries {
        let before = revision.commit?.parents.first ?? GitCommit.zeros
        return [("before", .string(before)), ("after", .string(revision.sha))]
    }

    /// What `pull_request_review` adds.
    var review: Entries {
        [
            (
                "review",
                .object([
                    ("id", 1), ("state", "approved"), ("body", .null), ("user", objects.sender),
                    ("commit_id", .string(revision.sha)), ("author_association", "OWNER"),
                ])
            )
        ]
    }

    /// `issue`.
    var issue: Entries {
        let number = number("issue", "number")
        let page = "\(objects.web)/issues/\(number.asString)"
        let isClosed = assumed.activity == "closed"
        return subjectOfActivity + [
            (
                "issue",
                .object([
                    ("id", 1), ("number", number), ("title", "An issue"), ("body", .null),
                    ("user", objects.sender), ("state", isClosed ? "closed" : "open"),
                    ("labels", .array([])), ("assignees", .array([])), ("milestone", .null),
                    ("author_association", "OWNER"), ("locked", false), ("comments", 0),
                    ("url", .string("\(objects.api)/issues/\(number.asString)")),
                    ("html_url", .string(page)),
                ])
            )
        ]
    }

    /// `comment`, of an issue or of a review.
    var comment: Entries {
        [
            (
                "comment",
                .object([
                    ("id", 1), ("body", ""), ("user", objects.sender),
                    ("author_association", "OWNER"),
                ])
            )
        ]
    }

    /// The number the user gave, or that of the ref; else 1.
    private func number(_ path: String..., or others: String...) -> ExpressionValue {
        for path in [path, others] {
            var value = given
            for name in path {
                guard case .object(let object) = value else { break }
                value = object[name] ?? .null
            }
            if case .number = value { return value }
        }
        let parts = revision.ref.split(separator: "/")
        guard parts.count == 4, parts[1] == "pull", let number = Double(parts[2]) else { return 1 }
        return .number(number)
    }

    /// What an activity such as `labeled` is about, beside the pull request or issue.
    private var subjectOfActivity: Entries {
        switch assumed.activity {
        case "labeled", "unlabeled": [("label", labelObject)]
        case "assigned", "unassigned": [("assignee", objects.sender)]
        case "milestoned", "demilestoned": [("milestone", milestoneObject)]
        case "review_requested", "review_request_removed":
            [("requested_reviewer", objects.sender)]
        case "edited": [("changes", .object([]))]
        default: []
        }
    }

    private func side(ref: String, sha: String) -> ExpressionValue {
        let owner = revision.repository.owner
        return .object([
            ("ref", .string(ref)), ("sha", .string(sha)), ("label", .string("\(owner):\(ref)")),
            ("user", objects.user(owner)), ("repo", objects.repositoryObject),
        ])
    }

    /// The first line of the head commit's message.
    private var subject: String {
        String((revision.commit?.message ?? "").prefix { !$0.isNewline })
    }
}
