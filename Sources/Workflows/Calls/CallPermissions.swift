import Diagnostics

/// What the token of a calling job is allowed, against which a called workflow's wishes are held.
struct CallPermissions: Hashable {
    private let allowed: [String: Permissions.Level]
    /// Whether nobody has written what is allowed: it is what GitHub gives new repositories.
    let isAssumed: Bool

    /// What a workflow without `permissions` is granted.
    init(_ policy: Permissions.Policy) {
        isAssumed = policy == .unknown
        switch policy {
        case .unknown, .limitedRead: allowed = ["contents": .read, "packages": .read]
        case .write:
            let scopes = PermissionScope.all.map { scope in
                (scope.name, scope.name == "id-token" ? .none : scope.levels.max() ?? .write)
            }
            allowed = Dictionary(scopes, uniquingKeysWith: { first, _ in first })
        }
    }

    private init(allowed: [String: Permissions.Level]) {
        self.allowed = allowed
        isAssumed = false
    }

    /// What a job or file is granted whose own `permissions` stand; without any, what it has
    /// already.
    func narrowed(to own: Permissions?) -> CallPermissions {
        guard let own else {
            return self
        }
        let levels = PermissionScope.all.map { ($0.name, own.limit(of: $0.name)) }
        return CallPermissions(
            allowed: Dictionary(levels, uniquingKeysWith: { first, _ in first })
        )
    }

    /// What of a wish goes too far: the requested levels, and the levels allowed in their place.
    func excess(of wish: Permissions?) -> (requested: String, allowed: String)? {
        guard let wish else {
            return nil
        }
        let excess = wish.levels.filter { $0.level > allowed[$0.scope] ?? .none }
        guard !excess.isEmpty else {
            return nil
        }
        let levels = excess.map { "\($0.scope): \((allowed[$0.scope] ?? .none).rawValue)" }
        return (
            excess.map { "\($0.scope): \($0.level.rawValue)" }.joined(separator: ", "),
            levels.joined(separator: ", ")
        )
    }
}
