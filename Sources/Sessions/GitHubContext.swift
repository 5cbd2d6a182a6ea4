import Expressions
import Workflows
import Workspaces

/// The part of the `github` context that is the same for every job and step of a run.
///
/// Source: <https://docs.github.com/actions/reference/contexts-reference#github-context>
struct GitHubContext {
    let revision: Revision
    let event: Event
    /// The workflow that runs; nil outside one.
    let workflow: Workflow?
    /// A number that no other run of this machine has.
    let runNumber: Int
    /// The token that stands for `GITHUB_TOKEN`.
    let token: String

    private var repository: GitRepository { revision.repository }

    /// The entries in the order GitHub prints them.
    var entries: [(String, ExpressionValue)] {
        let ref = event.ref(revision)
        let name = workflow?.name?.value ?? workflow?.file ?? ""
        let server = "https://github.com"
        let workflowRef = workflow.map { "\(repository.fullName)/\($0.file)@\(ref)" } ?? ""
        return [
            ("token", .string(token)), ("ref", .string(ref)),
            ("sha", .string(revision.sha)), ("repository", .string(repository.fullName)),
            ("repository_owner", .string(repository.owner)), ("repository_owner_id", "1"),
            ("repositoryUrl", .string("git://github.com/\(repository.fullName).git")),
            ("run_id", .string("\(runNumber)")), ("run_number", "1"),
            ("retention_days", "90"), ("run_attempt", "1"), ("repository_id", "1"),
            ("actor_id", "1"), ("actor", .string(repository.owner)),
            ("triggering_actor", .string(repository.owner)), ("workflow", .string(name)),
            ("head_ref", .string(event.text("pull_request", "head", "ref") ?? "")),
            ("base_ref", .string(event.text("pull_request", "base", "ref") ?? "")),
            ("event_name", .string(event.name)), ("event", event.payload),
            ("server_url", .string(server)), ("api_url", "https://api.github.com"),
            ("graphql_url", "https://api.github.com/graphql"),
            ("ref_name", .string(Self.shortName(ref))), ("ref_protected", false),
            ("ref_type", .string(ref.hasPrefix("refs/tags/") ? "tag" : "branch")),
            ("secret_source", "Actions"), ("workflow_ref", .string(workflowRef)),
            ("workflow_sha", .string(revision.sha)),
        ]
    }

    /// The `inputs` context that goes with it.
    func inputs(_ values: RunValues) -> DispatchInputs {
        DispatchInputs(
            workflow,
            event: event,
            given: values.inputs,
            contexts: EvaluationContext([
                "github": .object(entries), "vars": values.variables,
            ])
        )
    }

    private static func shortName(_ ref: String) -> String {
        for prefix in ["refs/heads/", "refs/tags/", "refs/pull/"] where ref.hasPrefix(prefix) {
            return String(ref.dropFirst(prefix.count))
        }
        return ref
    }
}
