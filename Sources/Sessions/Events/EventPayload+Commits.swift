import Expressions
import Workspaces

// Payloads that are about commits and refs.
extension EventPayload {
    /// `push`.
    var push: Entries {
        let commits = range.commits.suffix(Self.commitLimit)
        let head = revision.commit.map(objects.commit) ?? .null
        let identity = revision.repository.identity
        return [
            ("ref", .string(revision.ref)), ("before", .string(range.before)),
            ("after", .string(revision.sha)),
            (
                "pusher",
                .object([
                    ("name", .string(identity.name ?? revision.repository.actor)),
                    ("email", .string(identity.email ?? "")),
                ])
            ),
            ("created", .boolean(range.before == GitCommit.zeros)), ("deleted", false),
            ("forced", .boolean(range.isForced)), ("base_ref", .null),
            ("compare", .string(compare)), ("commits", .array(commits.map(objects.commit))),
            ("head_commit", head),
        ]
    }

    /// The most commits that a payload names.
    private static var commitLimit: Int { 2048 }

    private var compare: String {
        guard range.before != GitCommit.zeros else {
            return "\(objects.web)/compare/\(RefName.short(revision.ref))"
        }
        return "\(objects.web)/compare/\(range.before.prefix(12))...\(revision.sha.prefix(12))"
    }

    /// `create` and `delete`.
    var createdRef: Entries {
        [
            ("ref", .string(RefName.short(revision.ref))),
            ("ref_type", .string(revision.tag == nil ? "branch" : "tag")),
            ("master_branch", .string(revision.repository.defaultBranch)),
            ("description", .null), ("pusher_type", "user"),
        ]
    }

    /// `merge_group`: the commit on a branch of the queue.
    var mergeGroup: Entries {
        let main = revision.repository.defaultBranch
        let queue = "refs/heads/gh-readonly-queue/\(main)/pr-1-\(revision.sha)"
        return [
            (
                "merge_group",
                .object([
                    ("head_sha", .string(revision.sha)), ("head_ref", .string(queue)),
                    ("base_sha", .string(range.before)),
                    ("base_ref", .string("refs/heads/\(main)")),
                    ("head_commit", revision.commit.map(objects.commit) ?? .null),
                ])
            )
        ]
    }

    /// `release`: of the tag the run stands for, else one that is made up.
    var release: Entries {
        let tag = given.text(at: ["release", "tag_name"]) ?? revision.tag ?? "v0.0.0"
        return [
            (
                "release",
                .object([
                    ("id", 1), ("tag_name", .string(tag)),
                    ("target_commitish", .string(revision.repository.defaultBranch)),
                    ("name", .string(tag)), ("body", ""), ("draft", false),
                    ("prerelease", .boolean(assumed.activity == "prereleased")),
                    ("author", objects.sender), ("assets", .array([])),
                    ("html_url", .string("\(objects.web)/releases/tag/\(tag)")),
                    ("url", .string("\(objects.api)/releases/1")),
                    ("upload_url", .string("\(objects.api)/releases/1/assets{?name,label}")),
                ])
            )
        ]
    }

    /// `deployment`; the event has no activities for filters, and its payload names this one.
    var deployment: Entries {
        [
            ("action", "created"),
            (
                "deployment",
                .object([
                    ("id", 1), ("sha", .string(revision.sha)),
                    ("ref", .string(RefName.short(revision.ref))), ("task", "deploy"),
                    ("environment", "production"), ("payload", .object([])),
                    ("description", .null), ("creator", objects.sender),
                ])
            ),
        ]
    }

    /// What `deployment_status` adds.
    var deploymentStatus: Entries {
        [
            (
                "deployment_status",
                .object([
                    ("id", 1), ("state", "success"), ("environment", "production"),
                    ("description", ""), ("target_url", ""), ("environment_url", ""),
                    ("creator", objects.sender),
                ])
            )
        ]
    }

    /// `check_run` and `check_suite`.
    func check(_ key: String) -> Entries {
        [
            (
                key,
                .object([
                    ("id", 1), ("head_sha", .string(revision.sha)),
                    ("head_branch", revision.branch.map { .string($0) } ?? .null),
                    ("status", "completed"), ("conclusion", "success"),
                    ("pull_requests", .array([])),
                ])
            )
        ]
    }
}
