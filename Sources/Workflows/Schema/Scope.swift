import Expressions

/// The names that the expressions of one key may use.
///
/// A number rather than a reference: it is handed down to each node of a file, and threads that
/// read files at once would wait for each other to count references.
enum Scope: Hashable, Sendable {
    /// `run-name`, the workflow's `concurrency`, `default` of a call's input.
    case runName
    /// `env` of the workflow.
    case workflowEnv
    /// `value` of a reusable workflow's output.
    case callOutput
    /// `if` of a job.
    case jobIf
    /// `strategy` and all below it.
    case strategy
    /// Keys of a job that are read once per matrix leg, before it starts.
    case jobLeg
    /// `env` of a job, and the secrets it passes on.
    case jobEnv
    /// `environment.url`.
    case environmentURL
    /// `defaults.run` of a job.
    case jobDefaults
    /// `credentials` of a container.
    case credentials
    /// `outputs` of a job and `env` of a container.
    case jobOutputs
    /// `if` of a snapshot.
    case snapshotIf
    /// The keys of a step.
    case step
    /// `if` of a step.
    case stepIf
    /// `default` of an action's input.
    case actionInputDefault
    /// `value` of a composite action's output.
    case actionOutput
    /// `args` and `env` of a Docker action.
    case actionInputs
    /// The keys of a composite action's step.
    case compositeStep
    /// `if` of a composite action's step.
    case compositeStepIf
    /// `pre-if` and `post-if` of an action.
    case actionIf
    /// Access to a package registry in a file for Dependabot, which knows its own secrets only.
    case dependabotRegistry

    private static let registry = NameScope(contexts: ["secrets"])

    /// The contexts and functions.
    var names: NameScope {
        switch self {
        case .runName: .workflow
        case .workflowEnv: .workflowEnv
        case .callOutput: .workflowOutput
        case .jobIf: .jobIf
        case .strategy: .strategy
        case .jobLeg: .job
        case .jobEnv: .jobEnv
        case .environmentURL: .environmentURL
        case .jobDefaults: .jobDefaults
        case .credentials: .containerCredentials
        case .jobOutputs: .jobOutputs
        case .snapshotIf: .snapshotIf
        case .step: .step
        case .stepIf: .stepIf
        case .actionInputDefault: .actionInputDefault
        case .actionOutput: .actionOutput
        case .actionInputs: .dockerAction
        case .compositeStep: .compositeStep
        case .compositeStepIf: .compositeStepIf
        case .actionIf: .actionLifecycleIf
        case .dependabotRegistry: Self.registry
        }
    }
}
