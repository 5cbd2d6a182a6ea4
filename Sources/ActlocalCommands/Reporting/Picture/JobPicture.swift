import Diagnostics
import RunEvents

/// What is known of one job.
struct JobPicture: Sendable, Hashable {
    /// How far it is.
    enum Phase: Sendable, Hashable {
        /// For its turn, or for the jobs it needs.
        case waiting
        /// Since a time in seconds since 1970.
        case running(since: Double)
        /// It ended, was skipped, or could not run.
        case finished(JobFinished)
    }

    /// The key within the run.
    let key: String
    /// The display name, on one line.
    let name: String
    /// Where it is written.
    let span: SourceSpan?
    /// How far it is.
    var phase = Phase.waiting
    /// The image it runs in, once it runs.
    var image: String?
    /// Its steps in the order they began or were skipped.
    private(set) var steps: [StepPicture] = []
    /// The last lines the job printed outside its steps.
    private(set) var tail = LineTail()
    private var places: [String: Int] = [:]

    /// A job that waits.
    init(key: String, name: String, span: SourceSpan? = nil) {
        self.key = key
        self.name = name
        self.span = span
    }

    /// How it ended, when it has.
    var end: JobFinished? {
        guard case .finished(let end) = phase else {
            return nil
        }
        return end
    }

    /// The steps that run now.
    var runningSteps: [StepPicture] { steps.filter { $0.end == nil } }

    /// The step with a key.
    func step(_ key: String) -> StepPicture? {
        places[key].map { steps[$0] }
    }

    /// Notes a step's beginning.
    mutating func begin(_ step: StepStarted, at time: Double) {
        places[step.step] = steps.count
        steps.append(
            StepPicture(
                key: step.step,
                name: LogText.oneLine(step.name),
                span: step.span,
                startedAt: time
            )
        )
    }

    /// Notes a step's end.
    mutating func end(_ step: StepFinished) {
        if places[step.step] == nil {
            places[step.step] = steps.count
            steps.append(
                StepPicture(
                    key: step.step,
                    name: LogText.oneLine(step.name),
                    span: step.span,
                    startedAt: nil
                )
            )
        }
        guard let place = places[step.step] else {
            return
        }
        steps[place].end = step
        steps[place].name = LogText.oneLine(step.name)
        if step.outcome == .success || step.outcome == .skipped {
            steps[place].tail = LineTail()
        }
    }

    /// Notes lines of output.
    mutating func append(_ lines: LogLines) {
        guard lines.kind != .debug, lines.kind != .endgroup else {
            return
        }
        if let step = lines.step, let place = places[step] {
            steps[place].tail.append(lines.text)
        } else {
            tail.append(lines.text)
        }
    }
}
