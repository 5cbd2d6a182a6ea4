/// One part of a repository that a token may be allowed to use.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#permissions>
package struct PermissionScope: Sendable, Hashable {
    /// The key under `permissions`.
    package let name: String
    /// The levels it takes.
    package let levels: [Permissions.Level]

    /// Every scope, in alphabetical order.
    package static let all: [PermissionScope] = [
        "actions", "artifact-metadata", "attestations", "checks", "code-quality", "contents",
        "copilot-requests", "deployments", "discussions", "drives", "id-token", "issues", "models",
        "packages", "pages", "pull-requests", "repository-projects", "security-events", "statuses",
        "vulnerability-alerts",
    ].map { name in
        PermissionScope(name: name, levels: special[name] ?? [.read, .write, .none])
    }

    private static let special: [String: [Permissions.Level]] = [
        "copilot-requests": [.write, .none],
        "id-token": [.write, .none],
        "models": [.read, .none],
        "vulnerability-alerts": [.read, .none],
    ]
}
