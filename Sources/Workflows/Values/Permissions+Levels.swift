extension Permissions {
    /// The scopes a shorthand opens, in the order GitHub lists them.
    private static let shorthandScopes = [
        "actions", "checks", "contents", "deployments", "discussions", "issues", "packages",
        "pages",
        "pull-requests", "repository-projects", "statuses", "security-events", "id-token",
    ]

    /// What a repository grants to a workflow that has no `permissions`.
    package enum Policy: Sendable {
        /// Not known here, so nothing is held against it.
        case unknown
        /// `contents` and `packages` may be read.
        case limitedRead
        /// Nearly everything may be written.
        case write
    }

    /// The levels of the token, by scope; a scope that is not named has none.
    package var levels: [(scope: String, level: Level)] {
        switch grant {
        case .readAll: Self.shorthandScopes.map { ($0, .read) }
        case .writeAll: Self.shorthandScopes.map { ($0, .write) }
        case .scopes(let scopes): scopes.map { ($0.scope.value, $0.level) }
        }
    }

    /// How much of one scope a called workflow may ask for.
    ///
    /// `read-all` opens `id-token` for that, although no token can be read.
    /// Source: actions/runner `WorkflowTemplateConverter.ConvertToPermissions`
    func limit(of scope: String) -> Level {
        if case .readAll = grant { return .read }
        return level(of: scope)
    }

    /// The level of one scope.
    package func level(of scope: String) -> Level {
        if scope == "metadata" {
            return .read
        }
        switch grant {
        case .scopes(let scopes):
            return scopes.first { $0.scope.value == scope }?.level ?? .none
        case .readAll:
            return scope == "id-token" ? .none : .read
        case .writeAll:
            let known = PermissionScope.all.first { $0.name == scope }
            return known?.levels.max() ?? .write
        }
    }
}
