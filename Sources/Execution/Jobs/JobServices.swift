package import RunEvents
package import Workflows

/// The HTTP services that a job reaches, as whoever assembles the run makes them.
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
        /// Where the file of its workflow is from.
        package let source: WorkflowSource
        /// The environment it deploys to.
        package let environment: String?
        /// `runner.environment`.
        package let runnerEnvironment: String
        /// What its token may do; nil when neither it nor its workflow says.
        package let permissions: Permissions?
        /// What it may do with caches.
        package let cacheMode: CacheMode
        /// Hides the job's secrets in a text; it has to come before the text is cut.
        package let mask: @Sendable (String) -> String
        /// Says in the run's report that a request was not done; secrets in it are masked.
        package let report: @Sendable (NotHonoured) async -> Void
    }

    /// What git has to be told, so that it finds what stands in for the repository's remote.
    package struct GitFile: Sendable {
        /// The text of the settings.
        package let text: String
        /// What in it must not be shown.
        package let secret: String

        /// Gathers it.
        package init(text: String, secret: String) {
            self.text = text
            self.secret = secret
        }
    }

    /// What the job gets.
    package struct Access: Sendable {
        /// Its tokens, which must not be shown.
        package let secrets: [String]
        /// Whether and where GitHub's API is served: `api_url` and `graphql_url` of the `github`
        /// context, for services at an origin such as `http://127.0.0.1:4711`.
        package let api: (@Sendable (_ origin: String) -> Variables)?
        /// What its git is told, for services at an origin; nil where nothing stands in for the
        /// remote.
        package let git: (@Sendable (_ origin: String) -> GitFile)?
        /// What its actions find in their environment, for services at an origin.
        package let environment: @Sendable (_ origin: String) -> Variables
        /// Starts what is reached, where it has not been.
        package let start: @Sendable () async throws -> Void
        /// The Unix socket in the job's own place that leads to the services without us, which
        /// costs less; nil for none.
        package let socket: String?
        /// Serves one connection to its end, while nobody listens at that socket.
        package let connect: @Sendable (HostChannel) async -> Void
        /// Takes it all back.
        package let dismiss: @Sendable () async -> Void

        /// Gathers it.
        package init(
            secrets: [String],
            api: (@Sendable (String) -> Variables)?,
            git: (@Sendable (String) -> GitFile)? = nil,
            environment: @escaping @Sendable (String) -> Variables,
            start: @escaping @Sendable () async throws -> Void,
            socket: String? = nil,
            connect: @escaping @Sendable (HostChannel) async -> Void,
            dismiss: @escaping @Sendable () async -> Void
        ) {
            self.secrets = secrets
            self.api = api
            self.git = git
            self.start = start
            self.socket = socket
            self.environment = environment
            self.connect = connect
            self.dismiss = dismiss
        }
    }

    /// Lets a job in; nothing is started for it yet.
    let admit: @Sendable (Request) -> Access

    /// Services that are started when a job first uses them.
    package init(admit: @escaping @Sendable (Request) -> Access) {
        self.admit = admit
    }
}
