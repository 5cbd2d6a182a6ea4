package import Expressions
package import Workflows

/// What all jobs of one workflow run share; decided before the first job starts.
package struct RunSetup: Sendable {
    /// The workflow that runs, or that is called.
    package internal(set) var workflow: Workflow
    /// Where the workflow's file comes from.
    package internal(set) var source: WorkflowSource
    /// The repository's name without its owner.
    package let repositoryName: String
    /// The `github` context without what differs per job and step, in the order it is printed.
    package internal(set) var github: [(String, ExpressionValue)]
    /// The event's payload as JSON: the contents of `GITHUB_EVENT_PATH`.
    package let eventJSON: String
    /// The `inputs` context.
    package internal(set) var inputs: ExpressionValue
    /// The `vars` context.
    package internal(set) var vars: ExpressionValue
    /// The `secrets` context, `GITHUB_TOKEN` included.
    package internal(set) var secrets: [(name: String, value: String)]
    /// Variables of every step that rank below the workflow's own `env`.
    package let environment: [EnvironmentEntry]
    /// What actions are replaced by.
    package let actions: ActionCatalog
    /// What jobs of an environment get besides, by its name in lower case.
    package let environments: [String: EnvironmentValues]
    /// The services that actions find; nil for none.
    package let services: JobServices?
    /// Whether debug output is shown and `RUNNER_DEBUG` set.
    package let isDebug: Bool

    /// Gathers what is shared.
    package init(
        workflow: Workflow,
        repositoryName: String,
        github: [(String, ExpressionValue)],
        eventJSON: String,
        inputs: ExpressionValue,
        vars: ExpressionValue,
        secrets: [(name: String, value: String)],
        environment: [EnvironmentEntry],
        actions: ActionCatalog,
        isDebug: Bool,
        environments: [String: EnvironmentValues] = [:],
        services: JobServices? = nil
    ) {
        self.workflow = workflow
        source = WorkflowSource(workflow.file, github: .object(github))
        self.repositoryName = repositoryName
        self.github = github
        self.eventJSON = eventJSON
        self.inputs = inputs
        self.vars = vars
        self.secrets = secrets
        self.environment = environment
        self.actions = actions
        self.isDebug = isDebug
        self.environments = environments
        self.services = services
    }

    /// A property of the `github` context as text; empty when it is not there.
    func property(_ name: String) -> String {
        github.last { $0.0 == name }?.1.asString ?? ""
    }

    /// The `secrets` context, where GitHub lists the token as `github_token`.
    package var secretsContext: ExpressionValue {
        .object(
            secrets.map { secret in
                let isToken = secret.name.uppercased() == "GITHUB_TOKEN"
                return (isToken ? "github_token" : secret.name, .string(secret.value))
            }
        )
    }
}
