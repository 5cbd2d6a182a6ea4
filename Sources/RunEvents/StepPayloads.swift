package import Diagnostics

/// A step that began.
package struct StepStarted: Sendable, Hashable, Codable {
    /// The job's key.
    package let job: String
    /// The step's key within the job: `1`, `2`, …; a composite's inner step is `3.1`.
    package let step: String
    /// The display name.
    package let name: String
    /// Where the step is written.
    package let span: SourceSpan?

    /// Describes a started step.
    package init(job: String, step: String, name: String, span: SourceSpan?) {
        self.job = job
        self.step = step
        self.name = name
        self.span = span
    }
}

/// How a step ended.
package struct StepFinished: Sendable, Hashable, Codable {
    /// The job's key.
    package let job: String
    /// The step's key within the job.
    package let step: String
    /// The display name; a skipped step has no `stepStarted`.
    package let name: String
    /// Where the step is written.
    package let span: SourceSpan?
    /// How it ended before `continue-on-error`.
    package let outcome: Conclusion
    /// How it ended after `continue-on-error`.
    package let conclusion: Conclusion
    /// The process's exit status, when it was one process and it exited.
    package let exitStatus: Int32?
    /// Wall seconds.
    package let seconds: Double
    /// CPU seconds of the process and its children.
    package let cpuSeconds: Double
    /// Peak resident memory in bytes of the largest process.
    package let peakMemory: Int
    /// Why it did not succeed, when no process says so: a timeout, a bad command, a bad expression.
    package let reason: String?

    /// Describes a step's end.
    package init(
        job: String,
        step: String,
        name: String,
        span: SourceSpan?,
        outcome: Conclusion,
        conclusion: Conclusion,
        exitStatus: Int32? = nil,
        seconds: Double = 0,
        cpuSeconds: Double = 0,
        peakMemory: Int = 0,
        reason: String? = nil
    ) {
        self.job = job
        self.step = step
        self.name = name
        self.span = span
        self.outcome = outcome
        self.conclusion = conclusion
        self.exitStatus = exitStatus
        self.seconds = seconds
        self.cpuSeconds = cpuSeconds
        self.peakMemory = peakMemory
        self.reason = reason
    }
}

/// Lines of output of one step, masked.
package struct LogLines: Sendable, Hashable, Codable {
    /// What a block of lines is.
    package enum Kind: String, Sendable, Hashable, Codable {
        case output, group, endgroup, error, warning, notice, debug, command
    }

    /// The job's key.
    package let job: String
    /// The step's key; nil for what the job itself says while it is set up and cleaned up.
    package let step: String?
    /// What the lines are.
    package let kind: Kind
    /// One or more lines, joined by LF, without a final LF.
    package let text: String
    /// True when the last line goes on in the next block: a line too long to be held whole.
    package let isContinued: Bool

    /// Describes a block of lines.
    package init(
        job: String,
        step: String?,
        kind: Kind = .output,
        text: String,
        isContinued: Bool = false
    ) {
        self.job = job
        self.step = step
        self.kind = kind
        self.text = text
        self.isContinued = isContinued
    }
}

/// A problem reported by a step.
package struct Annotation: Sendable, Hashable, Codable {
    /// How serious it is.
    package enum Level: String, Sendable, Hashable, Codable {
        case error, warning, notice
    }

    /// The job's key.
    package let job: String
    /// The step's key; nil when the job itself reports it.
    package let step: String?
    /// How serious it is.
    package let level: Level
    /// The message, masked.
    package let message: String
    /// The title, masked.
    package let title: String?
    /// The file it is about, relative to the workspace when inside it.
    package let file: String?
    /// 1-based first line.
    package let line: Int?
    /// 1-based last line.
    package let endLine: Int?
    /// 1-based first column.
    package let column: Int?
    /// 1-based last column.
    package let endColumn: Int?

    /// Describes a problem.
    package init(
        job: String,
        step: String?,
        level: Level,
        message: String,
        title: String? = nil,
        file: String? = nil,
        line: Int? = nil,
        endLine: Int? = nil,
        column: Int? = nil,
        endColumn: Int? = nil
    ) {
        self.job = job
        self.step = step
        self.level = level
        self.message = message
        self.title = title
        self.file = file
        self.line = line
        self.endLine = endLine
        self.column = column
        self.endColumn = endColumn
    }
}

/// Markdown that a step added to the job's summary.
package struct StepSummary: Sendable, Hashable, Codable {
    /// The job's key.
    package let job: String
    /// The step's key.
    package let step: String
    /// The Markdown, masked.
    package let markdown: String

    /// Describes a summary.
    package init(job: String, step: String, markdown: String) {
        self.job = job
        self.step = step
        self.markdown = markdown
    }
}
