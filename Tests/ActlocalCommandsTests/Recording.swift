import Diagnostics
import RunEvents

/// The events of a run as a test writes them down: times in seconds after the run's start.
struct Recording {
    private(set) var events: [RunEvent] = []

    /// The time of the first event.
    static let start = 1_700_000_000.0

    /// Adds something that happened `seconds` after the start.
    mutating func at(_ seconds: Double, _ happening: Happening) {
        events.append(RunEvent(time: Self.start + seconds, run: "r1", happening: happening))
    }

    /// Adds the start of a run of `ci.yml`.
    mutating func begin(runName: String? = nil) {
        at(
            0,
            .runStarted(
                .init(
                    workflow: "CI",
                    file: ".github/workflows/ci.yml",
                    runName: runName,
                    event: "push",
                    ref: "refs/heads/main",
                    sha: "0123456789abcdef0123456789abcdef01234567",
                    repository: "octo/app",
                    engine: "Docker 20.10"
                )
            )
        )
    }

    /// Adds a job that is known.
    mutating func queue(_ job: String, name: String? = nil, needs: [String] = [], line: Int = 5) {
        at(
            0,
            .jobQueued(
                .init(
                    job: job,
                    id: job,
                    name: name ?? job,
                    needs: needs,
                    span: Self.span(line, column: 3)
                )
            )
        )
    }

    /// Adds a job's beginning.
    mutating func start(
        _ job: String,
        at time: Double,
        image: String,
        services: [String: String] = [:]
    ) {
        at(time, .jobStarted(.init(job: job, image: image, services: services)))
    }

    /// Adds a job's end.
    mutating func finish(
        _ job: String,
        at time: Double,
        _ conclusion: Conclusion,
        seconds: Double = 0,
        outside: Double = 0,
        reason: String? = nil
    ) {
        let end = JobFinished(
            job: job,
            conclusion: conclusion,
            seconds: seconds,
            secondsOutsideSteps: outside,
            reason: reason
        )
        at(time, .jobFinished(end))
    }

    /// Adds output of a step.
    mutating func log(_ job: String, _ step: String, at time: Double, _ text: String) {
        at(time, .log(.init(job: job, step: step, text: text)))
    }

    /// Adds a step from `from` to `to`.
    mutating func step(
        _ job: String,
        _ key: String,
        _ name: String,
        from: Double,
        to: Double,
        line: Int = 10,
        log: [String] = []
    ) {
        begin(job, key, name, at: from, line: line)
        if !log.isEmpty {
            at(
                from,
                .log(.init(job: job, step: key, text: log.joined(separator: "\n")))
            )
        }
        end(job, key, name, at: to, seconds: to - from, line: line)
    }

    /// Adds a step's beginning.
    mutating func begin(
        _ job: String,
        _ key: String,
        _ name: String,
        at time: Double,
        line: Int = 10
    ) {
        at(time, .stepStarted(.init(job: job, step: key, name: name, span: Self.span(line))))
    }

    /// Adds a step's end.
    mutating func end(
        _ job: String,
        _ key: String,
        _ name: String,
        at time: Double,
        seconds: Double = 1,
        line: Int = 10,
        outcome: Conclusion = .success,
        conclusion: Conclusion? = nil,
        exitStatus: Int32? = nil,
        reason: String? = nil
    ) {
        at(
            time,
            .stepFinished(
                .init(
                    job: job,
                    step: key,
                    name: name,
                    span: Self.span(line),
                    outcome: outcome,
                    conclusion: conclusion ?? outcome,
                    exitStatus: exitStatus,
                    seconds: seconds,
                    reason: reason
                )
            )
        )
    }

    /// Adds the end of the run.
    mutating func finish(at time: Double, _ conclusion: Conclusion, exitStatus: Int32) {
        at(
            time,
            .runFinished(.init(conclusion: conclusion, exitStatus: exitStatus, seconds: time))
        )
    }

    /// A place in `ci.yml`.
    static func span(_ line: Int, column: Int = 9) -> SourceSpan {
        SourceSpan(
            file: ".github/workflows/ci.yml",
            start: SourcePosition(line: line, column: column, offset: 0),
            end: SourcePosition(line: line, column: column + 4, offset: 4)
        )
    }
}
