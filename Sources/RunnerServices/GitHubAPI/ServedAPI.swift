/// What GitHub's API answers one job from: its run, its repository, and where it says what it was
/// asked in vain.
package struct ServedAPI: Sendable {
    /// What a job was told instead of what GitHub would do.
    package struct Remark: Sendable {
        /// The request, such as `` `POST repos/octo/project/issues/7/comments` ``.
        package let subject: String
        /// What became of it.
        package let reason: String
    }

    /// Runs `git` in the project's folder; what it wrote, nil when it failed.
    package typealias Git = @Sendable (_ arguments: [String]) async -> [UInt8]?

    /// `GITHUB_TOKEN`, by which the job is known.
    package var token: String
    /// The texts of the `github` context by name, such as `sha` and `event_name`.
    package var github: [String: String]
    /// The event's payload as JSON.
    package var event: String
    /// The branch that the repository's owner works towards.
    package var defaultBranch: String
    /// The workflow's file, relative to the project.
    package var workflowFile: String
    /// What the run is called beside its workflow.
    package var title: String
    /// Whether the job's `permissions` let it write a scope, such as `issues`.
    package var mayWrite: @Sendable (_ scope: String) -> Bool
    /// Whether they let it read a scope.
    package var mayRead: @Sendable (_ scope: String) -> Bool
    /// Whether it has `permissions`, or its workflow.
    package var hasPermissions: Bool
    /// The jobs of the run, as far as they are known.
    package var jobs: @Sendable () async -> [ServedJobState]
    /// The developer's repository.
    package var git: Git
    /// Whether a job has pushed; then `git` reads what stands in for the remote.
    package var hasPushes: @Sendable () async -> Bool
    /// Hides the job's secrets in a text; it has to come before the text is cut.
    package var mask: @Sendable (String) -> String
    /// Takes what the run's report has to say.
    package var report: @Sendable (Remark) async -> Void

    /// Gathers it.
    package init(
        token: String,
        github: [String: String],
        event: String,
        defaultBranch: String,
        workflowFile: String,
        title: String,
        mayWrite: @escaping @Sendable (String) -> Bool,
        mayRead: @escaping @Sendable (String) -> Bool = { _ in true },
        hasPermissions: Bool = true,
        jobs: @escaping @Sendable () async -> [ServedJobState],
        git: @escaping Git,
        hasPushes: @escaping @Sendable () async -> Bool = { false },
        mask: @escaping @Sendable (String) -> String,
        report: @escaping @Sendable (Remark) async -> Void
    ) {
        self.token = token
        self.github = github
        self.event = event
        self.defaultBranch = defaultBranch
        self.workflowFile = workflowFile
        self.title = title
        self.mayWrite = mayWrite
        self.mayRead = mayRead
        self.hasPermissions = hasPermissions
        self.jobs = jobs
        self.git = git
        self.hasPushes = hasPushes
        self.mask = mask
        self.report = report
    }
}

/// What is known of one job of the run at a moment.
package struct ServedJobState: Sendable {
    /// How far a job or a step is, as the API calls it.
    package struct Progress: Sendable {
        /// When it began, in seconds since 1970; nil before.
        package var started: Double?
        /// When it ended; nil before.
        package var ended: Double?
        /// How it ended, such as `success`; nil before.
        package var conclusion: String?

        /// Describes it.
        package init(started: Double? = nil, ended: Double? = nil, conclusion: String? = nil) {
            self.started = started
            self.ended = ended
            self.conclusion = conclusion
        }
    }

    /// The job's key in events.
    package var key: String
    /// The name it is shown under.
    package var name: String
    /// How far it is.
    package var progress: Progress
    /// Its steps in the order they began.
    package var steps: [(name: String, progress: Progress)]

    /// Describes a job.
    package init(
        key: String,
        name: String,
        progress: Progress = Progress(),
        steps: [(name: String, progress: Progress)] = []
    ) {
        self.key = key
        self.name = name
        self.progress = progress
        self.steps = steps
    }
}
