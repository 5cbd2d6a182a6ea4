import Expressions

/// The types of the contexts that are the same in every file.
///
/// Source: <https://docs.github.com/actions/reference/workflows-and-actions/contexts>, and the
/// runner's `GitHubContext` and `RunnerContext` for what the page leaves out
enum FixedTypes {
    /// An object of texts of any names, as `env` is.
    static let texts = StaticType.object(StaticObject([], others: .string))
    /// An object of any names and values.
    static let open = StaticType.object(StaticObject([], others: .any))
    /// How a step or job ended.
    static let result = StaticType.words(["success", "failure", "cancelled", "skipped"])

    /// `runner`.
    static let runner = StaticType.object(
        StaticObject([
            ("name", .string),
            ("os", .words(["Linux", "Windows", "macOS"])),
            ("arch", .words(["X86", "X64", "ARM", "ARM64"])),
            ("temp", .string), ("tool_cache", .string), ("debug", .string),
            ("environment", .words(["github-hosted", "self-hosted"])),
            ("workspace", .string), ("perflog", .string),
        ])
    )

    /// `strategy`.
    static let strategy = StaticType.object(
        StaticObject([
            ("fail-fast", .boolean), ("job-index", .number), ("job-total", .number),
            ("max-parallel", .number),
        ])
    )

    /// `github`, with what is known of its `event`.
    static func github(event: StaticType) -> StaticType {
        .object(gitHubWithoutEvent.adding("event", event))
    }

    private static let gitHubWithoutEvent = StaticObject(gitHubTexts + gitHubValues)

    /// `github` where nothing is known of the event.
    static let github = github(event: open)

    private static let gitHubTexts = [
        "action", "action_path", "action_ref", "action_repository", "actor",
        "actor_id", "api_url", "base_ref", "env", "event_path", "graphql_url",
        "head_ref", "job", "output", "path", "ref", "ref_name", "repository", "repository_id",
        "repository_owner", "repository_owner_id", "repositoryUrl", "retention_days",
        "run_attempt", "run_id", "run_number", "secret_source", "server_url", "sha", "state",
        "step_summary", "token", "triggering_actor", "workflow", "workflow_ref", "workflow_sha",
        "workspace",
    ].map { ($0, StaticType.string) }

    private static let eventNames =
        ["push", "pull_request"]
        + EventTable.all.map(\.name).filter {
            !["push", "pull_request", "workflow_call"].contains($0)
        } + ["dynamic"]

    private static let gitHubValues: [(String, StaticType)] = [
        ("action_status", .words(["success", "failure", "cancelled"])),
        ("ref_type", .words(["branch", "tag"])),
        // A called workflow has the event of its caller.
        ("event_name", .words(eventNames)),
        ("repository_visibility", .words(["public", "private", "internal"])),
        ("repository_self_hosted_runners_disabled", .any),
        ("ref_protected", .any), ("artifact_cache_size_limit", .any), ("artifacts", .any),
        ("artifacts_list", .any), ("job_workflow_sha", .any), ("job_workflow_ref", .any),
    ]

    /// `job`, with these services; nil when their names are not known.
    static func job(services: [String]?) -> StaticType {
        let service = StaticType.object(
            StaticObject([("id", .string), ("network", .string), ("ports", texts)])
        )
        let known = (services ?? []).map { ($0, service) }
        let all = StaticObject(known, others: services == nil ? service : nil)
        return .object(
            StaticObject([
                ("status", .words(["success", "failure", "cancelled"])),
                ("container", container), ("services", .object(all)),
                ("check_run_id", .any), ("workflow_ref", .string), ("workflow_sha", .string),
                ("workflow_repository", .string), ("workflow_file_path", .string),
            ])
        )
    }

    private static let container = StaticType.object(
        StaticObject([("id", .string), ("network", .string)], others: .any)
    )

    /// One entry of `steps`.
    static func step(outputs: StaticType) -> StaticType {
        .object(
            StaticObject([("outputs", outputs), ("outcome", result), ("conclusion", result)])
        )
    }

    /// One entry of `needs` or `jobs`.
    static func job(outputs: StaticType) -> StaticType {
        .object(StaticObject([("outputs", outputs), ("result", result)]))
    }
}
