/// What a job with steps has beyond what every job has.
///
/// A reference, as it is wide: whoever passes it on copies nothing.
package final class StepsJob: Sendable {
    /// `runs-on`.
    package let runsOn: RunsOn
    /// `environment`.
    package let environment: JobEnvironment?
    /// `outputs`, a mapping; evaluated on the runner when the job ends.
    package let outputs: ValueTemplate?
    /// `env`, a mapping.
    package let env: ValueTemplate?
    /// `defaults.run`.
    package let defaults: RunDefaults?
    /// `timeout-minutes`; when absent, 360.
    package let timeoutMinutes: Templated<Double>?
    /// `cancel-timeout-minutes`; when absent, 5.
    package let cancelTimeoutMinutes: Templated<Double>?
    /// `continue-on-error`; when absent, false.
    package let continueOnError: Templated<Bool>?
    /// `container`.
    package let container: ContainerAsWritten?
    /// `services`.
    package let services: ServicesAsWritten?
    /// `snapshot`.
    package let snapshot: Snapshot?
    /// `steps`, in order; a job may have none.
    package let steps: [Step]

    /// Takes what was read.
    init(
        runsOn: RunsOn,
        environment: JobEnvironment?,
        outputs: ValueTemplate?,
        env: ValueTemplate?,
        defaults: RunDefaults?,
        timeoutMinutes: Templated<Double>?,
        cancelTimeoutMinutes: Templated<Double>?,
        continueOnError: Templated<Bool>?,
        container: ContainerAsWritten?,
        services: ServicesAsWritten?,
        snapshot: Snapshot?,
        steps: [Step]
    ) {
        self.runsOn = runsOn
        self.environment = environment
        self.outputs = outputs
        self.env = env
        self.defaults = defaults
        self.timeoutMinutes = timeoutMinutes
        self.cancelTimeoutMinutes = cancelTimeoutMinutes
        self.continueOnError = continueOnError
        self.container = container
        self.services = services
        self.snapshot = snapshot
        self.steps = steps
    }

    /// The steps with those of `parallel` groups, each of these behind its group.
    package var allSteps: [Step] { steps.flatMap { [$0] + $0.innerSteps } }
}
