import Diagnostics
import Execution
import Expressions

extension Event {
    /// Whether it is a pull request of a fork: GitHub keeps secrets from its workflows, and their
    /// token only reads.
    ///
    /// Source: the section on forked repositories of
    /// <https://docs.github.com/actions/reference/events-that-trigger-workflows>
    var isOfFork: Bool {
        let names = ["pull_request", "pull_request_review", "pull_request_review_comment"]
        guard names.contains(name) else { return false }
        let pull = payload["pull_request"]
        let head = pull?["head"]?["repo"]
        // A fork that is gone meanwhile.
        if head == .null { return true }
        let own = text("repository", "full_name")?.lowercased()
        let other = text("pull_request", "head", "repo", "full_name")?.lowercased() ?? own
        // The repository may be a fork of another one itself.
        let isOwnFork = pull?["base"]?["repo"]?["fork"] == .boolean(true)
        return other != own || !isOwnFork && head?["fork"] == .boolean(true)
    }

    /// What to say of a pull request of a fork.
    var forkNote: [Diagnostic] {
        guard isOfFork else { return [] }
        return [
            .assumption(
                "the pull request is a fork's, so its jobs have no secrets and a token that "
                    + "only reads, as on GitHub",
                at: nil,
                help: "take `--event pull_request_target` for a workflow that needs them; a "
                    + "`GITHUB_TOKEN` of yours is not handed on"
            )
        ]
    }
}

extension RunValues {
    /// The secrets that the workflows of an event get.
    func secrets(for event: Event) -> [(name: String, value: String)] {
        event.isOfFork ? [("GITHUB_TOKEN", ownToken)] : secrets
    }

    /// What the environments give the workflows of an event.
    func environments(for event: Event) -> [String: EnvironmentValues] {
        guard event.isOfFork else { return environments }
        return environments.mapValues { EnvironmentValues(secrets: [], variables: $0.variables) }
    }
}
