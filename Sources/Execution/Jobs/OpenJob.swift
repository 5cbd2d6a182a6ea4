package import Expressions

/// A job's container, or its folder on the host, ready for the first step.
package struct OpenJob: Sendable {
    /// Where steps run.
    package let host: any StepHost
    /// Where the job's folders are.
    package let paths: JobPaths
    /// True for a job with `container:`, whose default shell is `sh`.
    package let hasJobContainer: Bool
    /// The environment the image, or the host, gives; below everything of the workflow.
    package let baseEnvironment: [EnvironmentEntry]
    /// The user steps run as; empty for the one init has.
    package let user: String
    /// `job.container`.
    package let container: ExpressionValue
    /// `job.services`.
    package let services: ExpressionValue
    /// Makes containers for actions; nil where there is no engine.
    package let actionContainers: ActionContainers?
    /// What this machine has for JavaScript actions; nil for nothing.
    package let nodes: NodeSupply?
    /// `runner.os` and `runner.arch`.
    package let platform: Platform
    /// How often the snapshot can still be moved instead of copied; see `Checkout`.
    package let checkout: Checkout
    /// Removes everything again; tells what could not be removed.
    package let close: @Sendable () async -> [String]
    /// Why its services or its container are not as the workflow wants them: the job has failed
    /// before its first step, and its steps have their turns all the same; nil for no failure.
    package let failure: JobOpenError?

    /// What the `runner` context says of the machine.
    package struct Platform: Sendable, Hashable {
        /// `Linux` or `macOS`.
        package let system: String
        /// `X64`, `ARM64`, `X86` or `ARM`.
        package let architecture: String

        /// Names a system and an architecture in GitHub's words.
        package init(system: String, architecture: String) {
            self.system = system
            self.architecture = architecture
        }
    }

    /// Gathers what steps need.
    package init(
        host: any StepHost,
        paths: JobPaths,
        hasJobContainer: Bool,
        baseEnvironment: [EnvironmentEntry],
        user: String,
        container: ExpressionValue,
        services: ExpressionValue,
        actionContainers: ActionContainers? = nil,
        nodes: NodeSupply?,
        platform: Platform,
        checkout: Checkout,
        close: @escaping @Sendable () async -> [String],
        failure: JobOpenError? = nil
    ) {
        self.host = host
        self.paths = paths
        self.hasJobContainer = hasJobContainer
        self.baseEnvironment = baseEnvironment
        self.user = user
        self.container = container
        self.services = services
        self.actionContainers = actionContainers
        self.nodes = nodes
        self.platform = platform
        self.checkout = checkout
        self.close = close
        self.failure = failure
    }
}
