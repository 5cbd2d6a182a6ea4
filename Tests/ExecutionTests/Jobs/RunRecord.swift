import Diagnostics
import RunEvents

@testable import Execution

/// Everything that happened in one run, and what a test asks of it.
actor RunRecord {
    private(set) var events: [Happening] = []
    private(set) var end: JobScheduler.End?
    private var waiters: [(text: String, continuation: CheckedContinuation<Void, Never>)] = []
    private var stepWaiters: [(name: String, continuation: CheckedContinuation<Void, Never>)] = []

    /// Notes an event.
    func note(_ event: Happening) {
        events.append(event)
        if case .stepStarted(let step) = event {
            for waiter in stepWaiters where waiter.name == step.name {
                waiter.continuation.resume()
            }
            stepWaiters.removeAll { $0.name == step.name }
        }
        guard case .log(let lines) = event, lines.kind == .output else { return }
        let done = waiters.filter { hasLine($0.text) }
        waiters.removeAll { hasLine($0.text) }
        for waiter in done { waiter.continuation.resume() }
    }

    /// Notes the run's end and lets everybody go who waits for more.
    func finish(_ end: JobScheduler.End) {
        self.end = end
        for waiter in waiters { waiter.continuation.resume() }
        for waiter in stepWaiters { waiter.continuation.resume() }
        waiters = []
        stepWaiters = []
    }

    /// Waits until a step has begun.
    func waitForStep(_ name: String) async {
        let hasBegun = events.contains { event in
            if case .stepStarted(let step) = event { step.name == name } else { false }
        }
        guard !hasBegun, end == nil else { return }
        await withCheckedContinuation { stepWaiters.append((name, $0)) }
    }

    /// Waits until a step has written a line.
    func wait(for line: String) async {
        guard !hasLine(line), end == nil else { return }
        await withCheckedContinuation { waiters.append((line, $0)) }
    }

    private func hasLine(_ line: String) -> Bool { output.contains(line) }

    /// The lines that steps wrote, without those the runner prints before a step.
    var output: [String] {
        var lines: [String] = []
        var headers: Set<String> = []
        for case .log(let log) in events {
            let speaker = "\(log.job) \(log.step ?? "")"
            switch log.kind {
            case .group: headers.insert(speaker)
            case .endgroup: headers.remove(speaker)
            case .output where !headers.contains(speaker):
                lines += log.text.split(separator: "\n", omittingEmptySubsequences: false)
                    .map(String.init)
            default: break
            }
        }
        return lines
    }

    /// The lines of a kind.
    func lines(_ kind: LogLines.Kind) -> [String] {
        events.compactMap { event in
            if case .log(let log) = event, log.kind == kind { log.text } else { nil }
        }
    }

    /// All that was said, whatever its kind.
    var everything: String { events.map { "\($0)" }.joined(separator: "\n") }

    /// The value of `name=value` among what steps wrote; the last one of a name.
    func value(_ name: String) -> String? {
        output.last { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    /// All values of `name=value` among what steps wrote, in order.
    func values(_ name: String) -> [String] {
        output.filter { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    /// The names of the steps that began, in order.
    var begunSteps: [String] {
        events.compactMap { event in
            if case .stepStarted(let step) = event { step.name } else { nil }
        }
    }

    /// `key name: outcome/conclusion` of each ended step, in order of their ends.
    var steps: [String] {
        finished.map { step in
            let end =
                step.outcome == step.conclusion
                ? step.outcome.rawValue
                : "\(step.outcome.rawValue)/\(step.conclusion.rawValue)"
            return "\(step.step) \(step.name): \(end)"
        }
    }

    /// The ended steps.
    var finished: [StepFinished] {
        events.compactMap { event in
            if case .stepFinished(let step) = event { step } else { nil }
        }
    }

    /// `key: conclusion` of each ended job, in order of their ends.
    var jobs: [String] {
        jobEnds.map { "\($0.job): \($0.conclusion.rawValue)" }
    }

    /// What was told to be wrong with the workflow or the world.
    var diagnostics: [Diagnostic] {
        events.compactMap { event in
            if case .diagnostic(let diagnostic) = event { diagnostic } else { nil }
        }
    }

    /// What was listed as not honoured.
    var notHonoured: [NotHonoured] {
        events.compactMap { event in
            if case .notHonoured(let listed) = event { listed } else { nil }
        }
    }

    /// The ended jobs.
    var jobEnds: [JobFinished] {
        events.compactMap { event in
            if case .jobFinished(let job) = event { job } else { nil }
        }
    }

    /// The jobs, and legs of jobs, the run knows of, in order.
    var queued: [JobQueued] {
        events.compactMap { event in
            if case .jobQueued(let job) = event { job } else { nil }
        }
    }

    /// The messages of annotations of a level.
    func annotations(_ level: Annotation.Level) -> [String] {
        events.compactMap { event in
            if case .annotation(let annotation) = event, annotation.level == level {
                annotation.message
            } else {
                nil
            }
        }
    }

    /// What is wrong with the order of the events; empty for a sound run.
    var disorder: [String] {
        var problems: [String] = []
        var endedJobs: Set<String> = []
        var endedSteps: Set<String> = []
        var begun: Set<String> = []
        func check(_ job: String, _ what: String) {
            if endedJobs.contains(job) { problems.append("\(what) after the end of \(job)") }
        }
        for event in events {
            switch event {
            case .log(let log):
                check(log.job, "a line")
                guard let step = log.step else { continue }
                let key = "\(log.job)/\(step)"
                if !begun.contains(key) || endedSteps.contains(key) {
                    problems.append("a line outside of \(key): \(log.text)")
                }
            case .annotation(let annotation): check(annotation.job, "an annotation")
            case .stepStarted(let step):
                check(step.job, "a step")
                if !begun.insert("\(step.job)/\(step.step)").inserted {
                    problems.append("\(step.job)/\(step.step) began twice")
                }
            case .stepFinished(let step):
                check(step.job, "the end of a step")
                let key = "\(step.job)/\(step.step)"
                if !endedSteps.insert(key).inserted { problems.append("\(key) ended twice") }
                if step.outcome != .skipped, !begun.contains(key) {
                    problems.append("\(key) ended and never began")
                }
            case .jobFinished(let job):
                if !endedJobs.insert(job.job).inserted { problems.append("\(job.job) ended twice") }
            default: break
            }
        }
        let open = begun.subtracting(endedSteps)
        return problems + open.sorted().map { "\($0) never ended" }
    }
}
