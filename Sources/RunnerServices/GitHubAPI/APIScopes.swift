import Synchronization

/// The permissions that requests take, and which of them a run's report has named.
///
/// A token that may not read a scope still reads it where the repository is public; whether it is
/// one, nobody here knows, unless the event tells.
/// - Source: <https://docs.github.com/rest/authentication/permissions-required-for-github-apps>
final class APIScopes: Sendable {
    private let told = Mutex<Set<String>>([])

    /// What reading takes, by the beginning of the path below `repos/{owner}/{repo}`.
    ///
    /// The longest that fits counts. Either of the scopes will do; tags and the repository itself
    /// take none.
    private static let read: [(path: [String], scopes: [String])] = [
        (["branches"], ["contents"]), (["git"], ["contents"]), (["commits"], ["contents"]),
        (["compare"], ["contents"]), (["contents"], ["contents"]), (["readme"], ["contents"]),
        (["releases"], ["contents"]), (["pulls"], ["pull-requests"]),
        (["issues"], ["issues", "pull-requests"]), (["actions"], ["actions"]),
        (["pages"], ["pages"]), (["deployments"], ["deployments"]), (["check-runs"], ["checks"]),
        (["code-scanning"], ["security-events"]),
        (["commits", "*", "check-runs"], ["checks"]),
        (["commits", "*", "check-suites"], ["checks"]),
        (["commits", "*", "statuses"], ["statuses"]), (["commits", "*", "status"], ["statuses"]),
        (["commits", "*", "pulls"], ["pull-requests"]),
    ]

    /// The permissions one of which a request for a path takes to read; none for what all may.
    static func needed(for path: ArraySlice<String>) -> [String] {
        read.filter { rule in
            rule.path.count <= path.count
                && zip(rule.path, path).allSatisfy { $0 == "*" || $0 == $1 }
        }.max { $0.path.count < $1.path.count }?.scopes ?? []
    }

    /// Says once of a job and a scope that GitHub reads it to the job only in a public repository.
    func tellRead(_ call: APICall, _ path: ArraySlice<String>) async {
        let scopes = Self.needed(for: path)
        let repository = APIValue(json: call.facts.event.utf8)["repository"]
        guard let scope = scopes.first, !scopes.contains(where: call.facts.mayRead),
            repository["private"] != false, isNew(scope, call)
        else { return }
        await call.remark(
            "answered here; GitHub refuses it unless the repository is public, as the job's "
                + "`permissions` have no `\(scope): read`"
        )
    }

    /// Says once of a job without `permissions` that its token may write nothing by default.
    func tellWrite(_ call: APICall, _ scope: String) async {
        guard !call.facts.hasPermissions, isNew("write", call) else { return }
        await call.remark(
            "the job has no `permissions`, and unless the repository's settings allow more, GitHub "
                + "lets its token only read: it takes `permissions: { \(scope): write }`"
        )
    }

    private func isNew(_ scope: String, _ call: APICall) -> Bool {
        told.withLock { $0.insert("\(call.grant.jobBackend) \(scope)").inserted }
    }
}
