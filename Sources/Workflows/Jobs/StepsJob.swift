/// What a job with steps has beyond what every job has.
package struct StepsJob: Sendable {
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
    package internal(set) var steps: [Step]

    /// The steps with those of `parallel` groups, each of these behind its group.
    package var allSteps: [Step] { steps.flatMap { [$0] + $0.innerSteps } }
}
