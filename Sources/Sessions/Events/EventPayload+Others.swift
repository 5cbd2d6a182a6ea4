import Expressions
import Workspaces

// Payloads of what happens around a repository.
extension EventPayload {
    /// `status`: the commit passed what somebody checked.
    var status: Entries {
        let branches = revision.branch.map { branch in
            ExpressionValue.object([
                ("name", .string(branch)), ("commit", .object([("sha", .string(revision.sha))])),
                ("protected", false),
            ])
        }
        return [
            ("id", 1), ("sha", .string(revision.sha)),
            ("name", .string(revision.repository.fullName)),
            ("target_url", .null), ("context", "default"), ("description", .null),
            ("state", "success"),
            (
                "commit",
                .object([
                    ("sha", .string(revision.sha)),
                    ("commit", revision.commit.map(objects.commit) ?? .null),
                    ("author", objects.sender), ("committer", objects.sender),
                ])
            ),
            ("branches", .array(branches.map { [$0] } ?? [])),
        ]
    }

    /// `fork`: the developer made one.
    var fork: Entries { [("forkee", objects.repositoryObject)] }

    /// `page_build`: the site was built.
    var pageBuild: Entries {
        [
            ("id", 1),
            (
                "build",
                .object([
                    ("url", .string("\(objects.api)/pages/builds/1")), ("status", "built"),
                    ("error", .object([("message", .null)])), ("pusher", objects.sender),
                    ("commit", .string(revision.sha)), ("duration", 1),
                ])
            ),
        ]
    }

    /// `registry_package`: a container image of the repository's name.
    var registryPackage: Entries {
        let name = ExpressionValue.string(revision.repository.name)
        let version = ExpressionValue.object([
            ("id", 1), ("version", "1"), ("name", "1"), ("author", objects.sender),
            ("target_oid", .string(revision.sha)),
            (
                "container_metadata",
                .object([("tag", .object([("name", "latest"), ("digest", "")]))])
            ),
        ])
        return [
            (
                "registry_package",
                .object([
                    ("id", 1), ("name", name),
                    ("namespace", .string(revision.repository.owner)),
                    ("ecosystem", "CONTAINER"), ("package_type", "CONTAINER"),
                    ("owner", objects.user(revision.repository.owner)),
                    ("package_version", version),
                ])
            )
        ]
    }

    /// `branch_protection_rule`: one of the default branch.
    var branchProtectionRule: Entries {
        let changes: Entries =
            assumed.activity == "edited" ? [("changes", .object([]))] : []
        return changes + [
            (
                "rule",
                .object([
                    ("id", 1), ("repository_id", 1),
                    ("name", .string(revision.repository.defaultBranch)),
                    ("admin_enforced", false), ("allow_deletions_enforcement_level", "off"),
                    ("allow_force_pushes_enforcement_level", "off"),
                    ("required_status_checks", .array([])),
                ])
            )
        ]
    }
}
