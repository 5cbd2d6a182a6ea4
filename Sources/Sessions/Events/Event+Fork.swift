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
        let head = payload["pull_request"]?["head"]?["repo"]
        let own = text("repository", "full_name")
        let other = text("pull_request", "head", "repo", "full_name") ?? own
        return head?["fork"] == .boolean(true) || other != own
    }

    /// What to say of a pull request of a fork.
    var forkNote: [Diagnostic] {
        guard isOfFork else { return [] }
        return [
            .assumption(
                "the pull request is a fork's, so its jobs have no secrets and a token that "
                    + "only reads, as on GitHub",
                at: nil,
                help: "take `--event pull_request_target` for a workflow that needs them"
            )
        ]
    }
}

extension RunValues {
    /// The secrets that the workflows of an event get.
    func secrets(for event: Event) -> [(name: String, value: String)] {
        event.isOfFork ? secrets.filter { $0.name == "GITHUB_TOKEN" } : secrets
    }

    /// What the environments give the workflows of an event.
    func environments(for event: Event) -> [String: EnvironmentValues] {
        guard event.isOfFork else { return environments }
        return environments.mapValues { EnvironmentValues(secrets: [], variables: $0.variables) }
    }
}
