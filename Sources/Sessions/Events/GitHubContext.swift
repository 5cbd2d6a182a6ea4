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

    /// Where the workflow is in the repository; one from elsewhere as if it were with the others.
    static func place(of workflow: Workflow) -> String {
        let usual = "/.github/workflows/"
        guard !workflow.file.hasPrefix(usual.dropFirst()) else { return workflow.file }
        let inside = workflow.file.ranges(of: usual).last.map { workflow.file[$0.upperBound...] }
        let name = workflow.file.split(separator: "/").last ?? ""
        return ".github/workflows/\(inside ?? name)"
    }

    /// What the event says of the repository, which is taken to be private otherwise.
    private var visibility: String {
        if let text = event.text("repository", "visibility") { return text }
        guard case .object(let payload) = event.payload,
            case .object(let repository) = payload["repository"]
        else { return "private" }
        return repository["private"] == .boolean(false) ? "public" : "private"
    }

    /// The event that a job sees: a called workflow has that of its caller, and one that is run by
    /// itself is taken to be called in a push.
    private static func eventName(_ event: Event) -> String {
        event.name == "workflow_call" ? "push" : event.name
    }

    /// The entries in the order GitHub prints them.
    var entries: [(String, ExpressionValue)] {
        let ref = event.ref
        let name = workflow?.name?.value ?? workflow?.file ?? ""
        let server = repository.server
        let api = APIAddress(server: server)
        let host = server.split(separator: "/").last.map(String.init) ?? "github.com"
        let place = workflow.map { "\(repository.fullName)/\(Self.place(of: $0))" }
        let workflowRef = place.map { "\($0)@\(ref)" } ?? ""
        return [
            ("token", .string(token)), ("ref", .string(ref)),
            ("sha", .string(revision.sha)), ("repository", .string(repository.fullName)),
            ("repository_owner", .string(repository.owner)), ("repository_owner_id", "1"),
            ("repositoryUrl", .string("git://\(host)/\(repository.fullName).git")),
            ("run_id", .string("\(runNumber)")), ("run_number", "1"),
            ("retention_days", "90"), ("run_attempt", "1"),
            ("artifact_cache_size_limit", "10"), ("repository_visibility", .string(visibility)),
            ("repository_self_hosted_runners_disabled", false), ("repository_id", "1"),
            ("actor_id", "1"),
            ("actor", .string(event.text("sender", "login") ?? repository.actor)),
            ("triggering_actor", .string(repository.actor)), ("workflow", .string(name)),
            ("head_ref", .string(event.text("pull_request", "head", "ref") ?? "")),
            ("base_ref", .string(event.text("pull_request", "base", "ref") ?? "")),
            ("event_name", .string(Self.eventName(event))), ("event", event.payload),
            ("server_url", .string(server)), ("api_url", .string(api.rest)),
            ("graphql_url", .string(api.graph)),
            ("ref_name", .string(RefName.short(ref))), ("ref_protected", false),
            ("ref_type", .string(ref.hasPrefix("refs/tags/") ? "tag" : "branch")),
            ("secret_source", "Actions"), ("workflow_ref", .string(workflowRef)),
            ("workflow_sha", .string(revision.sha)),
        ]
    }
}
