package import Diagnostics

/// What a run is about.
package struct RunStarted: Sendable, Hashable, Codable {
    /// The workflow's display name.
    package let workflow: String
    /// The workflow's path, relative to the project's root.
    package let file: String
    /// What the workflow's `run-name` comes to; nil where it is absent or blank.
    package let runName: String?
    /// The triggering event's name, such as `push`.
    package let event: String
    /// The git ref the run stands for, such as `refs/heads/main`.
    package let ref: String
    /// The commit, 40 hex digits; zeros without a commit.
    package let sha: String
    /// `owner/name`.
    package let repository: String
    /// Where the jobs run, such as `Docker API 1.41 (unix:///var/run/docker.sock)` or `host`.
    package let engine: String

    /// Describes the run.
    package init(
        workflow: String,
        file: String,
        runName: String? = nil,
        event: String,
        ref: String,
        sha: String,
        repository: String,
        engine: String
    ) {
        self.workflow = workflow
        self.file = file
        self.runName = runName
        self.event = event
        self.ref = ref
        self.sha = sha
        self.repository = repository
        self.engine = engine
    }
}

/// A workflow that has the event and whose filters keep it from starting.
package struct WorkflowNotStarted: Sendable, Hashable, Codable {
    /// The workflow's display name.
    package let workflow: String
    /// The workflow's path, relative to the project's root.
    package let file: String
    /// The event's name.
    package let event: String
    /// The filter that says no, such as `paths-ignore`.
    package let filter: String
    /// Why it does.
    package let reason: String
    /// Where the workflow says it.
    package let span: SourceSpan?

    /// Describes a workflow that does not start.
    package init(
        workflow: String,
        file: String,
        event: String,
        filter: String,
        reason: String,
        span: SourceSpan?
    ) {
        self.workflow = workflow
        self.file = file
        self.event = event
        self.filter = filter
        self.reason = reason
        self.span = span
    }
}

/// Something used in place of what the workflow names.
package struct Substitution: Sendable, Hashable, Codable {
    /// The kinds of things that can be replaced.
    package enum Kind: String, Sendable, Hashable, Codable {
        case runnerImage, serviceImage, actionImage, action
        /// The host's certificate authorities, handed to the jobs.
        case certificates
        /// The Docker engine that a job's programs reach.
        case docker
        /// A registry of the job's own, and what was pushed to it.
        case registry
        /// The workspace instead of a fetch by `actions/checkout`.
        case checkout
        /// The commit that a ref of another repository names.
        case commit
        /// A job run by the host engine instead of in a container.
        case host
        /// Variables of every step that no workflow names, from a dotenv file.
        case environment
        /// The node that JavaScript actions run on.
        case nodeRuntime
    }

    /// What kind of thing it is.
    package let kind: Kind
    /// What the workflow names.
    package let original: String
    /// What was used.
    package let replacement: String
    /// Who decided, such as `.actlocal.yml` or `built in`.
    package let source: String

    /// Describes one substitution.
    package init(kind: Kind, original: String, replacement: String, source: String) {
        self.kind = kind
        self.original = original
        self.replacement = replacement
        self.source = source
    }
}

/// Something the workflow asks for and this run did not do.
package struct NotHonoured: Sendable, Hashable, Codable {
    /// What it is, such as `concurrency` or `service option --gpus`.
    package let subject: String
    /// Why not, and what happened in its place.
    package let reason: String
    /// The job concerned; nil when it concerns the whole workflow.
    package let job: String?
    /// Where the workflow says it.
    package let span: SourceSpan?

    /// Describes one thing that was not honoured.
    package init(subject: String, reason: String, job: String? = nil, span: SourceSpan? = nil) {
        self.subject = subject
        self.reason = reason
        self.job = job
        self.span = span
    }
}

/// Progress of one image pull.
package struct ImagePull: Sendable, Hashable, Codable {
    /// The image's reference.
    package let image: String
    /// Bytes received so far, all layers together.
    package let received: Int
    /// Bytes expected, all layers together; 0 while unknown.
    package let total: Int
    /// True with the last event of the pull.
    package let isComplete: Bool

    /// Describes the state of a pull.
    package init(image: String, received: Int, total: Int, isComplete: Bool) {
        self.image = image
        self.received = received
        self.total = total
        self.isComplete = isComplete
    }
}

/// How a run ended.
package struct RunFinished: Sendable, Hashable, Codable {
    /// `success`, `failure`, `cancelled`, `skipped` (no job ran by its own condition) or `not_run`.
    package let conclusion: Conclusion
    /// The process's exit status; the table is in the command-line reference.
    package let exitStatus: Int32
    /// Wall time in seconds.
    package let seconds: Double
    /// The paths of the workflows that were to run and are not valid; nil when all are.
    package let invalidWorkflows: [String]?

    /// Describes a run's end.
    package init(
        conclusion: Conclusion,
        exitStatus: Int32,
        seconds: Double,
        invalidWorkflows: [String]? = nil
    ) {
        self.conclusion = conclusion
        self.exitStatus = exitStatus
        self.seconds = seconds
        self.invalidWorkflows = invalidWorkflows
    }
}
