import Expressions

/// What keeps the code of a fork's pull request out of workflows that run with the repository's
/// own secrets, unless `allow-unsafe-pr-checkout` asks for it.
///
/// Versions of `actions/checkout` before 4.4.0, 5.1.0 and 6.1.0 have no such check.
/// Source: actions/checkout `unsafe-pr-checkout-helper.ts`
struct ForkGuard {
    /// The event's name.
    let event: String
    /// What `github.event` is.
    let payload: ExpressionValue
    /// The version that the step names, such as `v4`.
    let version: String

    /// Whether a repository at a ref is the fork whose pull request the event is about.
    func refuses(repository: String, ref: String) -> Bool {
        guard isKnown, let head = pullRequest, let own = value("repository", "id"),
            let fork = head.repository["id"]?.asString, fork != own
        else { return false }
        let name = head.repository["full_name"]?.asString ?? ""
        if repository.lowercased() == name.lowercased() { return true }
        let parts = ref.split(separator: "/", omittingEmptySubsequences: false)
        let isPull =
            parts.count == 4 && parts[0] == "refs" && parts[1] == "pull"
            && !parts[2].isEmpty && parts[2].allSatisfy { ("0"..."9").contains($0) }
            && ["head", "merge"].contains(parts[3])
        return isPull || head.commits.contains(ref.lowercased())
    }

    private var pullRequest: (repository: ExpressionValue, commits: [String])? {
        switch event {
        case "pull_request_target":
            guard let repository = payload["pull_request"]?["head"]?["repo"] else { return nil }
            return (
                repository,
                commits([
                    value("pull_request", "head", "sha"), value("pull_request", "merge_commit_sha"),
                ])
            )
        case "workflow_run":
            let cause = value("workflow_run", "event") ?? ""
            guard cause.hasPrefix("pull_request"),
                let repository = payload["workflow_run"]?["head_repository"]
            else { return nil }
            // After `pull_request_target` it is the commit of the base.
            let head =
                cause == "pull_request_target" ? nil : value("workflow_run", "head_sha")
            return (repository, commits([value("workflow_run", "head_commit", "id"), head]))
        default: return nil
        }
    }

    private func commits(_ names: [String?]) -> [String] {
        names.compactMap { $0?.lowercased() }.filter { !$0.isEmpty }
    }

    private func value(_ path: String...) -> String? {
        var value: ExpressionValue? = payload
        for key in path { value = value?[key] }
        return value?.asString
    }

    /// Whether the version has the check.
    private var isKnown: Bool {
        let numbers = version.drop { $0 == "v" }.split(separator: ".").map { Int($0) }
        guard numbers.count > 1, let major = numbers[0], let minor = numbers[1] else {
            // `v4` and its like are the newest of their line.
            return (numbers.first ?? nil).map { $0 > 3 } ?? true
        }
        return (major, minor) >= (7, 0)
            || [[4, 4], [5, 1], [6, 1]].contains { first in
                major == first[0] && minor >= first[1]
            }
    }
}
