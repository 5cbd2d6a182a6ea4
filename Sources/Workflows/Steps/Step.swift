package import Diagnostics
package import Expressions

/// One entry of `steps`, of a job or of a composite action.
///
/// A reference, as it is wide: whoever passes it on copies nothing.
package final class Step: Sendable {
    /// `id`, as written.
    package let id: Located<String>?
    /// The id, or the one GitHub makes up: `__run`, `__actions_checkout_2`.
    ///
    /// It becomes `GITHUB_ACTION`; a made-up name never shows up in the `steps` context.
    package let contextName: String
    /// The whole step.
    package let span: SourceSpan
    /// `name`.
    package let name: Located<Template>?
    /// `if`; when absent, `success()`.
    package let condition: Condition?
    /// Where the text of `if` stands; nil when there is none.
    package let conditionSpan: SourceSpan?
    /// `env`, a mapping.
    package let env: ValueTemplate?
    /// `continue-on-error`; when absent, false.
    package let continueOnError: Templated<Bool>?
    /// `timeout-minutes`; 0 or absent means no limit of its own.
    package let timeoutMinutes: Templated<Double>?
    /// `background`: whether the next step starts without waiting for this one.
    package let background: Bool
    /// What the step does.
    package let kind: Kind

    /// Takes what was read.
    init(
        id: Located<String>?,
        contextName: String,
        span: SourceSpan,
        name: Located<Template>?,
        condition: Condition?,
        conditionSpan: SourceSpan?,
        env: ValueTemplate?,
        continueOnError: Templated<Bool>?,
        timeoutMinutes: Templated<Double>?,
        background: Bool,
        kind: Kind
    ) {
        self.id = id
        self.contextName = contextName
        self.span = span
        self.name = name
        self.condition = condition
        self.conditionSpan = conditionSpan
        self.env = env
        self.continueOnError = continueOnError
        self.timeoutMinutes = timeoutMinutes
        self.background = background
        self.kind = kind
    }

    /// The steps of a `parallel` group.
    package var innerSteps: [Step] {
        if case .parallel(let steps) = kind { steps } else { [] }
    }

    /// The kinds of steps.
    package indirect enum Kind: Sendable {
        /// A script.
        case run(RunStep)
        /// An action.
        case uses(UsesStep)
        /// Waits for background steps of these ids.
        case wait([Located<String>])
        /// Waits for every background step.
        case waitAll
        /// Cancels the background step of this id.
        case cancel(Located<String>)
        /// Runs these steps at once and waits for exactly them.
        case parallel([Step])
    }
}

/// What a `run` step has of its own.
package struct RunStep: Sendable {
    /// `run`: the script.
    package let script: Located<Template>
    /// `shell`; only composite actions may use expressions in it.
    package let shell: Located<Template>?
    /// `working-directory`.
    package let workingDirectory: Located<Template>?
}

/// What a `uses` step has of its own.
package struct UsesStep: Sendable {
    /// `uses`: the action.
    package let reference: Located<ActionReference>
    /// `with`, a mapping.
    package let with: ValueTemplate?
}
