/// The complete environment of one step's process.
///
/// Built in GitHub's order, where what comes later wins: the `env` context, an action's inputs and
/// state, runtime variables, the `github` and `runner` contexts, `GITHUB_ACTIONS` and `CI`, PATH.
///
/// - Source: <https://docs.github.com/actions/reference/variables-reference>; actions/runner
///   `ActionRunner`, `Handler`, `GitHubContext`, `ProcessInvoker`.
package struct StepEnvironment: Sendable {
    /// What the environment is made of; names are case-sensitive.
    package struct Sources: Sendable {
        /// The `env` context by layer: workflow, job, `GITHUB_ENV` of earlier steps, step.
        package var layers: [[(name: String, value: String)]] = []
        /// `INPUT_*` and `STATE_*` of an action.
        package var action: [(name: String, value: String)] = []
        /// `ACTIONS_*` and other variables the runner sets for this kind of step.
        package var runtime: [(name: String, value: String)] = []
        /// Scalar properties of the `github` context, booleans as `true` and `false`; those not on
        /// the allow-list are left out.
        package var github: [(name: String, value: String)] = []
        /// Properties of the `runner` context.
        package var runner: [(name: String, value: String)] = []
        /// What the process finds set already: the image's variables or the host's.
        package var inherited: [(name: String, value: String)] = []
        /// Folders put before PATH by earlier steps.
        package var pathAdditions = PathAdditions()
        /// Whether the step runs in a `container:`, where additions go before the image's PATH even
        /// when the workflow's `env` sets another one.
        package var isInJobContainer = false
        /// How values that name runner folders read inside the container.
        package var paths = PathTranslation()

        /// Starts empty.
        package init() {}
    }

    /// The properties of the `github` context that become `GITHUB_*`.
    package static let exportedProperties: Set<String> = [
        "action", "action_path", "action_ref", "action_repository", "actor", "actor_id", "api_url",
        "artifacts", "artifacts_list", "base_ref", "env", "event_name", "event_path",
        "graphql_url", "head_ref", "job", "output", "path", "ref", "ref_name", "ref_protected",
        "ref_type", "repository", "repository_id", "repository_owner", "repository_owner_id",
        "retention_days", "run_attempt", "run_id", "run_number", "server_url", "sha", "state",
        "step_summary", "triggering_actor", "workflow", "workflow_ref", "workflow_sha",
        "workspace",
    ]

    /// The variables in the order first set, each once.
    package private(set) var variables: [(name: String, value: String)] = []
    private var positions: [String: Int] = [:]

    /// The value of a variable; nil when it is not set.
    package subscript(name: String) -> String? {
        positions[name].map { variables[$0].value }
    }

    /// Builds the environment.
    ///
    /// Inherited variables are part of it only where a value needs them (`PATH`, `CI`): the process
    /// has them anyway.
    package init(_ sources: Sources) {
        sources.layers.forEach { set($0) }
        set(sources.action)
        set(sources.runtime)
        for (name, value) in sources.github
        where Self.exportedProperties.contains(name.lowercasedASCII) {
            set("GITHUB_\(name.uppercased())", value)
        }
        for (name, value) in sources.runner {
            set("RUNNER_\(name.uppercased())", value)
        }
        set("GITHUB_ACTIONS", "true")
        if self["CI"] == nil, !sources.inherited.contains(where: { $0.name == "CI" }) {
            set("CI", "true")
        }
        for index in variables.indices {
            var value = variables[index].value
            // GitHub's runner hands texts of C on, which end at a zero byte.
            if let end = value.utf8.firstIndex(of: 0) { value = String(value[..<end]) }
            variables[index].value = sources.paths.container(value)
        }
        setPath(sources)
    }

    private mutating func setPath(_ sources: Sources) {
        guard !sources.pathAdditions.folders.isEmpty else { return }
        let inherited = sources.inherited.last { $0.name == "PATH" }?.value ?? ""
        let base = sources.isInJobContainer ? inherited : self["PATH"] ?? inherited
        set("PATH", sources.pathAdditions.path(before: base))
    }

    private mutating func set(_ pairs: [(name: String, value: String)]) {
        for (name, value) in pairs {
            set(name, value)
        }
    }

    private mutating func set(_ name: String, _ value: String) {
        if let position = positions[name] {
            variables[position].value = value
        } else {
            positions[name] = variables.count
            variables.append((name, value))
        }
    }
}
