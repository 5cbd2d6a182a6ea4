/// The HTTP services that actions reach, as whoever assembles the run makes them.
package struct JobServices: Sendable {
    /// Variables for an action's environment.
    package typealias Variables = [(name: String, value: String)]

    /// The job that wants to use them.
    package struct Request: Sendable {
        /// The job's key in events.
        package let key: String
        /// The job's id in the workflow.
        package let job: String
        /// `job.check_run_id`.
        package let checkRun: Int
        /// The environment it deploys to.
        package let environment: String?
        /// Whether it has `id-token: write`.
        package let mayIdentify: Bool
    }

    /// What the job gets.
    package struct Access: Sendable {
        /// Its tokens, which must not be shown.
        package let secrets: [String]
        /// What its actions find in their environment, for services at an origin such as
        /// `http://127.0.0.1:4711`.
        package let environment: @Sendable (_ origin: String) -> Variables
        /// Serves one connection to its end.
        package let connect: @Sendable (HostChannel) async -> Void
        /// Takes it all back.
        package let dismiss: @Sendable () async -> Void

        /// Gathers it.
        package init(
            secrets: [String],
            environment: @escaping @Sendable (String) -> Variables,
            connect: @escaping @Sendable (HostChannel) async -> Void,
            dismiss: @escaping @Sendable () async -> Void
        ) {
            self.secrets = secrets
            self.environment = environment
            self.connect = connect
            self.dismiss = dismiss
        }
    }

    /// Lets a job in.
    ///
    /// - Throws: what makes the services impossible.
    let admit: @Sendable (Request) async throws -> Access

    /// Services that are started when the first job is let in.
    package init(admit: @escaping @Sendable (Request) async throws -> Access) {
        self.admit = admit
    }
}
