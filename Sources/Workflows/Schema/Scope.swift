import Expressions

/// The names that the expressions of one key may use.
///
/// A reference, so that handing it down a file costs nothing.
final class Scope: Sendable {
    /// The contexts and functions.
    let names: NameScope

    /// Wraps a scope of the expression language.
    private init(_ names: NameScope) {
        self.names = names
    }

    /// `run-name`, the workflow's `concurrency`, `default` of a call's input.
    static let runName = Scope(.workflow)
    /// `env` of the workflow.
    static let workflowEnv = Scope(.workflowEnv)
    /// `value` of a reusable workflow's output.
    static let callOutput = Scope(.workflowOutput)
    /// `if` of a job.
    static let jobIf = Scope(.jobIf)
    /// `strategy` and all below it.
    static let strategy = Scope(.strategy)
    /// Keys of a job that are read once per matrix leg, before it starts.
    static let jobLeg = Scope(.job)
    /// `env` of a job, and the secrets it passes on.
    static let jobEnv = Scope(.jobEnv)
    /// `environment.url`.
    static let environmentURL = Scope(.environmentURL)
    /// `defaults.run` of a job.
    static let jobDefaults = Scope(.jobDefaults)
    /// `credentials` of a container.
    static let credentials = Scope(.containerCredentials)
    /// `outputs` of a job and `env` of a container.
    static let jobOutputs = Scope(.jobOutputs)
    /// `if` of a snapshot.
    static let snapshotIf = Scope(.snapshotIf)
    /// The keys of a step.
    static let step = Scope(.step)
    /// `if` of a step.
    static let stepIf = Scope(.stepIf)
    /// `default` of an action's input.
    static let actionInputDefault = Scope(.actionInputDefault)
    /// `value` of a composite action's output.
    static let actionOutput = Scope(.actionOutput)
    /// `args` and `env` of a Docker action.
    static let actionInputs = Scope(.dockerAction)
    /// The keys of a composite action's step.
    static let compositeStep = Scope(.compositeStep)
    /// `if` of a composite action's step.
    static let compositeStepIf = Scope(.compositeStepIf)
    /// `pre-if` and `post-if` of an action.
    static let actionIf = Scope(.actionLifecycleIf)
    /// Access to a package registry in a file for Dependabot, which knows its own secrets only.
    static let dependabotRegistry = Scope(NameScope(contexts: ["secrets"]))
}
