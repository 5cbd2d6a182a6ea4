/// The scope of each workflow and action key.
///
/// Source: <https://docs.github.com/en/actions/reference/workflows-and-actions/contexts>, and the
/// schemas `workflow-v1.0.json` and `action-v1.0.json` of actions/languageservices.
extension NameScope {
    private static let base = ["github", "inputs", "vars"]
    private static let legged = base + ["needs", "strategy", "matrix"]
    private static let running = ["steps", "job", "runner", "env"]

    // MARK: Workflow keys

    /// `run-name`, the workflow's `concurrency`, the `default` of a `workflow_call` input.
    package static let workflow = NameScope(contexts: base)

    /// The workflow's `env`.
    package static let workflowEnv = NameScope(contexts: base + ["secrets"])

    /// The `value` of a `workflow_call` output.
    package static let workflowOutput = NameScope(contexts: base + ["jobs"])

    // MARK: Job keys

    /// A job's `if`.
    package static let jobIf = NameScope(
        contexts: base + ["needs"],
        functions: FunctionSignature.jobStatus
    )

    /// A job's `strategy`, with all that is in it.
    package static let strategy = NameScope(contexts: base + ["needs"])

    /// A job's `name`, `runs-on`, `container`, `services`, `environment`, `with`, timeouts, ….
    package static let job = NameScope(contexts: legged)

    /// The `url` of a job's `environment`.
    package static let environmentURL = NameScope(contexts: legged + running)

    /// The `if` of a job's `snapshot`.
    package static let snapshotIf = NameScope(
        contexts: legged,
        functions: FunctionSignature.stepStatus + [.hashFiles]
    )

    /// A job's `env` and the `secrets` it hands to a called workflow.
    package static let jobEnv = NameScope(contexts: legged + ["secrets"])

    /// A job's `defaults.run`.
    package static let jobDefaults = NameScope(contexts: legged + ["env"])

    /// The `credentials` of a job container or service container.
    package static let containerCredentials = NameScope(contexts: legged + ["secrets", "env"])

    /// The `env` of a job container or service container.
    package static let containerEnv = NameScope(contexts: legged + ["secrets"] + running)

    /// A job's `outputs`.
    package static let jobOutputs = NameScope(contexts: legged + ["secrets"] + running)

    // MARK: Step keys

    /// A step's `name`, `run`, `with`, `env`, `working-directory`, timeout, `continue-on-error`.
    package static let step = NameScope(
        contexts: legged + ["secrets"] + running,
        functions: [.hashFiles]
    )

    /// A step's `if`, which may not name secrets.
    package static let stepIf = NameScope(
        contexts: legged + running,
        functions: FunctionSignature.stepStatus + [.hashFiles]
    )

    // MARK: Action keys

    /// The `default` of an action's input.
    package static let actionInputDefault = NameScope(
        contexts: ["github", "strategy", "matrix", "job", "runner"],
        functions: [.hashFiles]
    )

    /// The `value` of a composite action's output.
    package static let actionOutput = NameScope(
        contexts: ["github", "strategy", "matrix", "inputs"] + running
    )

    /// The `args` and `env` of a Docker action.
    package static let dockerAction = NameScope(contexts: ["inputs"])

    /// The keys of a composite action's steps, `shell` included.
    package static let compositeStep = NameScope(
        contexts: ["github", "inputs", "strategy", "matrix"] + running,
        functions: [.hashFiles]
    )

    /// The `if` of a composite action's step.
    package static let compositeStepIf = NameScope(
        contexts: ["github", "inputs", "strategy", "matrix"] + running,
        functions: FunctionSignature.stepStatus + [.hashFiles]
    )

    /// An action's `pre-if` and `post-if`.
    package static let actionLifecycleIf = NameScope(
        contexts: ["github", "job", "runner", "strategy", "matrix", "env", "inputs"],
        functions: FunctionSignature.stepStatus + [.hashFiles]
    )
}
