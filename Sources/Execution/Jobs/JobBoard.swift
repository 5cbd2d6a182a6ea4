import Planning
import RunEvents
import Workflows

/// Where every job of a run stands; the scheduler's only state.
struct JobBoard {
    private var undecided: UndecidedJobs
    private var progress: [String: JobProgress] = [:]
    private var finished: EndedJobs
    /// The jobs that have legs, in the order they were queued.
    private var order: [String] = []
    /// Before it no job has a leg left to start.
    private var front = 0
    /// Before it no job has a leg that has still to wait for its concurrency group.
    private var gatedFront = 0
    /// How many calls have legs that wait.
    private var waitingCalls = 0
    private var settled: [Conclusion] = []
    private(set) var runningLegs = 0
    /// The keys of all matrices known so far.
    private(set) var matrixKeys: [String] = []
    /// Jobs with a strategy that has not been evaluated, and calls that have not begun.
    private var unknownMatrices: Set<String>
    /// Whether the user asked for legs of a matrix that no job has.
    var hasUnmatchedFilter = false

    /// Whether a dry run came to a job that would run.
    private(set) var wouldRun = false

    /// The board before the first job of a workflow.
    init(_ workflow: Workflow, selection: JobSelection) {
        let graph = NeedsGraph(workflow)
        finished = EndedJobs(graph)
        let jobs = workflow.jobs.filter(selection.holds)
        undecided = UndecidedJobs(jobs, graph: graph)
        unknownMatrices = Set(
            jobs.filter { $0.strategy != nil || $0.isCall }.map { $0.id.lowercased() }
        )
    }

    /// True when the strategy of every job has been evaluated.
    var knowsAllMatrices: Bool { unknownMatrices.isEmpty }

    /// Notes the keys of a job's matrix.
    mutating func noteMatrix(_ legs: [PlannedLeg], of job: Job) {
        unknownMatrices.remove(job.id.lowercased())
        matrixKeys += LegFilters.keys(of: legs)
    }

    /// Takes the next job that nobody decided about, whatever it needs.
    mutating func nextUndecidedJob() -> Job? {
        undecided.takeFirst()
    }

    /// True while a job could be decided about.
    var hasReadyJobs: Bool { undecided.hasReady }

    /// Takes the next job whose needs have all ended.
    mutating func nextReadyJob() -> Job? {
        undecided.takeReady()
    }

    /// What a job's condition sees of the jobs before it.
    func needs(of job: Job, isRunCancelled: Bool) -> NeedsState {
        finished.needs(of: job.id, isRunCancelled: isRunCancelled)
    }

    /// The first job among those a job waits for that could not be run here.
    func notRunNeed(of job: Job) -> String? {
        finished.notRunNeed(of: job.id)?.id
    }

    /// Lets the legs of a job wait for a place.
    mutating func queue(_ legs: [PlannedLeg], of job: Job) {
        let queued = JobProgress(waiting: legs)
        order.append(job.id.lowercased())
        if queued.isCall { waitingCalls += 1 }
        progress[job.id.lowercased()] = queued
    }

    /// Takes the next leg that may start, with the signal of its job; without a place on a runner
    /// a call may.
    mutating func takeLeg(hasPlace: Bool) -> (PlannedLeg, CancellationSignal)? {
        guard hasPlace || waitingCalls > 0 else { return nil }
        while front < order.count, progress[order[front]]?.hasNoneToStart != false {
            front += 1
        }
        for id in order[front...] where hasPlace || progress[id]?.isCall == true {
            if let leg = progress[id]?.takeLeg(), let signal = progress[id]?.signal {
                if case .job = leg { runningLegs += 1 }
                if case .call = leg, progress[id]?.waiting.isEmpty == true { waitingCalls -= 1 }
                return (leg, signal)
            }
        }
        return nil
    }

    /// Takes the next leg that has to wait for its concurrency group, with the signal of its job.
    mutating func takeGated() -> (PlannedJob, CancellationSignal)? {
        while gatedFront < order.count, progress[order[gatedFront]]?.hasGated != true {
            gatedFront += 1
        }
        guard gatedFront < order.count else { return nil }
        let id = order[gatedFront]
        guard let leg = progress[id]?.takeGated(), let signal = progress[id]?.signal else {
            return nil
        }
        return (leg, signal)
    }

    /// Lets a leg that its group admits wait for a place.
    mutating func admit(_ leg: PlannedLeg) { progress[leg.job.id.lowercased()]?.admit(leg) }

    /// Takes a leg that waits for a place, to be recorded.
    mutating func withdraw(_ leg: PlannedLeg) {
        progress[leg.job.id.lowercased()]?.withdraw(leg)
        runningLegs += 1
    }

    /// Takes a leg that its group does not admit, to be recorded.
    mutating func refuse(_ leg: PlannedLeg) {
        progress[leg.job.id.lowercased()]?.refuse()
        runningLegs += 1
    }

    /// True when every job has ended.
    var isComplete: Bool { undecided.isEmpty && progress.values.allSatisfy(\.isFinished) }

    /// The jobs that have ended, by id.
    var ended: [FinishedJob] { finished.all }

    /// The signal that ends all legs of a job.
    func signal(of job: Job) -> CancellationSignal? {
        progress[job.id.lowercased()]?.signal
    }

    /// Notes the end of a leg, and of its job when it was the last.
    mutating func record(_ outcome: JobOutcome, of leg: PlannedLeg) {
        let id = leg.job.id.lowercased()
        guard var job = progress[id] else { return }
        if !job.isCall { runningLegs -= 1 }
        if outcome.isDryRun { wouldRun = true }
        job.running -= 1
        job.ended.append((outcome, leg.continueOnError && !outcome.hasLostHost))
        if job.isFinished {
            finished.end(
                FinishedJob(id: leg.job.id, result: job.result, outputs: job.outputs),
                isNotRun: job.ended.contains { $0.outcome.conclusion == .notRun }
            )
            undecided.noteEnd(of: id)
        }
        progress[id] = job
    }

    /// Notes the end of a job that never started.
    mutating func settle(_ job: Job, _ outcome: JobOutcome) {
        let id = job.id.lowercased()
        settled.append(outcome.conclusion)
        if outcome.isDryRun { wouldRun = true }
        let result: JobResult =
            switch outcome.conclusion {
            case .failure: .failure
            case .cancelled: .cancelled
            case .success, .skipped, .notRun: .skipped
            }
        finished.end(
            FinishedJob(id: job.id, result: outcome.isDryRun ? .success : result),
            isNotRun: outcome.conclusion == .notRun
        )
        undecided.noteEnd(of: id)
    }

    /// How the run ended.
    var end: JobScheduler.End {
        let failures = progress.values.flatMap(\.ended).filter { leg in
            leg.outcome.conclusion == .failure && !leg.isFailureAllowed
        }
        let isEngineFailure =
            !failures.isEmpty && failures.allSatisfy(\.outcome.isEngineFailure)
            && !settled.contains(.failure)
        return JobScheduler.End(conclusion: conclusion, isEngineFailure: isEngineFailure)
    }

    /// The worst of all conclusions; a job that did not run here never lets the run pass.
    private var conclusion: Conclusion {
        let legs = progress.values.flatMap(\.ended)
        let all =
            settled + (hasUnmatchedFilter ? [.notRun] : [])
            + legs.map { leg in
                leg.outcome.conclusion == .failure && leg.isFailureAllowed
                    ? .success : leg.outcome.conclusion
            }
        for worst in [Conclusion.failure, .cancelled, .notRun, .success] where all.contains(worst) {
            return worst
        }
        return .skipped
    }
}
