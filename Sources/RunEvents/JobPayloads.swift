package import Diagnostics

/// A job, or one leg of a matrix job, that the run knows of.
package struct JobQueued: Sendable, Hashable, Codable {
    /// The unique key within the run: the job's id, and for a leg `id (n)` with its index.
    package let job: String
    /// The job's id in the workflow.
    package let id: String
    /// The display name, matrix suffix included.
    package let name: String
    /// Ids of the jobs it needs.
    package let needs: [String]
    /// Where the job is written.
    package let span: SourceSpan?

    /// Describes a queued job.
    package init(job: String, id: String, name: String, needs: [String], span: SourceSpan?) {
        self.job = job
        self.id = id
        self.name = name
        self.needs = needs
        self.span = span
    }
}

/// A job that began.
package struct JobStarted: Sendable, Hashable, Codable {
    /// The job's key.
    package let job: String
    /// The image its container is made of; `host` for the host engine.
    package let image: String
    /// Names and images of its service containers.
    package let services: [String: String]

    /// Describes a started job.
    package init(job: String, image: String, services: [String: String]) {
        self.job = job
        self.image = image
        self.services = services
    }
}

/// How a job ended.
package struct JobFinished: Sendable, Hashable, Codable {
    /// The job's key.
    package let job: String
    /// How it ended, before a job-level `continue-on-error`.
    package let conclusion: Conclusion
    /// True when the workflow lets this failure pass.
    package let isFailureAllowed: Bool
    /// Wall seconds from start to end; 0 when it never started.
    package let seconds: Double
    /// The part of `seconds` that no step used: containers, services, clean-up.
    package let secondsOutsideSteps: Double
    /// Why it was skipped, cancelled, could not run, or failed outside a step.
    package let reason: String?
    /// The job's outputs, masked ones already dropped.
    package let outputs: [String: String]

    /// Describes a job's end.
    package init(
        job: String,
        conclusion: Conclusion,
        isFailureAllowed: Bool = false,
        seconds: Double = 0,
        secondsOutsideSteps: Double = 0,
        reason: String? = nil,
        outputs: [String: String] = [:]
    ) {
        self.job = job
        self.conclusion = conclusion
        self.isFailureAllowed = isFailureAllowed
        self.seconds = seconds
        self.secondsOutsideSteps = secondsOutsideSteps
        self.reason = reason
        self.outputs = outputs
    }
}
