import RunEvents

/// All that the console knows of a run, folded from its events.
struct RunPicture: Sendable, Hashable {
    /// The jobs in the order they became known.
    private(set) var jobs: [JobPicture] = []
    /// Image pulls that go on, in the order they began.
    private(set) var pulls: [ImagePull] = []
    /// Workflows that their filters keep from starting.
    private(set) var notStarted: [WorkflowNotStarted] = []
    /// What stands for what, each once.
    private(set) var substitutions: [Substitution] = []
    /// What was not honoured, each once.
    private(set) var notHonoured: [NotHonoured] = []
    /// Problems that steps reported, the first hundred.
    private(set) var annotations: [Annotation] = []
    /// How many more problems there were.
    private(set) var annotationsLeftOut = 0
    /// Markdown of the steps, in the order it came.
    private(set) var summaries: [StepSummary] = []
    /// How it ended.
    private(set) var end: RunFinished?
    private var places: [String: Int] = [:]
    /// The stem of the workflow's file that began last.
    private var stem: String?

    private static let annotationCapacity = 100

    /// A run of which nothing is known.
    init() {}

    /// The job with a key.
    func job(_ key: String) -> JobPicture? {
        places[key].map { jobs[$0] }
    }

    /// Adds what an event says.
    mutating func apply(_ event: RunEvent) {
        switch event.happening {
        case .runStarted(let start):
            stem = start.file.split(separator: "/").last?.split(separator: ".").first.map(
                String.init
            )
        case .runFinished(let end):
            self.end = end
        case .workflowNotStarted(let workflow):
            notStarted.append(workflow)
        case .substitution(let substitution):
            if !substitutions.contains(substitution) {
                substitutions.append(substitution)
            }
        case .notHonoured(let item):
            if !notHonoured.contains(item) {
                notHonoured.append(item)
            }
        case .annotation(let annotation):
            if annotations.count < Self.annotationCapacity {
                annotations.append(annotation)
            } else {
                annotationsLeftOut += 1
            }
        case .summary(let summary):
            summaries.append(summary)
        case .imagePull(let pull):
            apply(pull)
        case .diagnostic:
            break
        case .jobQueued, .jobStarted, .jobFinished, .stepStarted, .stepFinished, .log:
            applyToJob(event)
        }
    }

    private mutating func applyToJob(_ event: RunEvent) {
        switch event.happening {
        case .jobQueued(let job):
            queue(job)
        case .jobStarted(let job):
            change(job.job) { picture in
                picture.phase = .running(since: event.time)
                picture.image = job.image
            }
        case .jobFinished(let job):
            change(job.job) { $0.phase = .finished(job) }
        case .stepStarted(let step):
            change(step.job) { $0.begin(step, at: event.time) }
        case .stepFinished(let step):
            change(step.job) { $0.end(step) }
        case .log(let lines):
            change(lines.job) { $0.append(lines) }
        default:
            break
        }
    }

    private mutating func queue(_ job: JobQueued) {
        guard places[job.job] == nil else {
            return
        }
        places[job.job] = jobs.count
        jobs.append(JobPicture(key: job.job, name: name(of: job), span: job.span))
    }

    /// The display name, after its workflow where several run: their keys begin with `stem/`.
    private func name(of job: JobQueued) -> String {
        let name = LogText.oneLine(job.name)
        guard let stem, job.job.hasPrefix("\(stem)/"), !name.hasPrefix("\(stem) / ") else {
            return name
        }
        return "\(stem) / \(name)"
    }

    private mutating func change(_ key: String, _ body: (inout JobPicture) -> Void) {
        if places[key] == nil {
            places[key] = jobs.count
            jobs.append(JobPicture(key: key, name: LogText.oneLine(key)))
        }
        guard let place = places[key] else {
            return
        }
        body(&jobs[place])
    }

    private mutating func apply(_ pull: ImagePull) {
        let place = pulls.firstIndex { $0.image == pull.image }
        switch (place, pull.isComplete) {
        case (let place?, true): pulls.remove(at: place)
        case (let place?, false): pulls[place] = pull
        case (nil, true): break
        case (nil, false): pulls.append(pull)
        }
    }
}
