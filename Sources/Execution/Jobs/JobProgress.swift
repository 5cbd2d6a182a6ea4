import Planning
import RunEvents

/// How far a job, with all its legs, has come.
struct JobProgress {
    /// Legs that have still to wait for their concurrency group.
    private var gated: [PlannedJob] = []
    /// Legs that wait for it.
    private var entering = 0
    /// Legs that wait for a place, in index order or in that of their admission.
    private(set) var waiting: [PlannedLeg]
    /// Legs that run.
    var running = 0
    /// Ended legs in the order they ended; `isFailureAllowed` as evaluated for the leg.
    var ended: [(outcome: JobOutcome, isFailureAllowed: Bool)] = []
    /// Given when a leg failed and `fail-fast` is on, and when the run is cancelled.
    let signal = CancellationSignal()

    /// Whether its legs call another workflow, which takes no place of a runner.
    let isCall: Bool

    /// Starts with legs that all wait.
    init(waiting: [PlannedLeg]) {
        self.waiting = []
        if case .call = waiting.first { isCall = true } else { isCall = false }
        for leg in waiting {
            if case .job(let job) = leg, job.concurrency != nil {
                gated.append(job)
            } else {
                self.waiting.append(leg)
            }
        }
    }

    /// True when no leg waits or runs.
    var isFinished: Bool {
        gated.isEmpty && entering == 0 && waiting.isEmpty && running == 0
    }

    /// Whether legs have still to wait for their concurrency group.
    var hasGated: Bool { !gated.isEmpty }

    /// Whether no leg waits for a place, nor ever will.
    var hasNoneToStart: Bool { gated.isEmpty && entering == 0 && waiting.isEmpty }

    /// The next leg that has to wait for its concurrency group.
    mutating func takeGated() -> PlannedJob? {
        guard !gated.isEmpty else { return nil }
        entering += 1
        return gated.removeFirst()
    }

    /// Lets a leg that its group admits wait for a place.
    mutating func admit(_ leg: PlannedLeg) {
        entering -= 1
        waiting.append(leg)
    }

    /// Takes a leg that waits for a place, to be recorded.
    mutating func withdraw(_ leg: PlannedLeg) {
        waiting.removeAll { $0.key == leg.key }
        running += 1
    }

    /// Takes a leg that its group does not admit, to be recorded.
    mutating func refuse() {
        entering -= 1
        running += 1
    }

    /// The next leg that `max-parallel` lets start.
    mutating func takeLeg() -> PlannedLeg? {
        guard let next = waiting.first, running < next.strategy.maxParallel else { return nil }
        waiting.removeFirst()
        running += 1
        return next
    }

    /// The result that `needs` shows: failure over cancelled over success, as GitHub aggregates.
    var result: JobResult {
        let conclusions = ended.map { ended in
            ended.outcome.conclusion == .failure && ended.isFailureAllowed
                || ended.outcome.isDryRun
                ? .success : ended.outcome.conclusion
        }
        if conclusions.contains(.failure) { return .failure }
        if conclusions.contains(.cancelled) { return .cancelled }
        // A leg that was not run here has no verdict, so its job has not succeeded.
        if conclusions.contains(.notRun) { return .skipped }
        return conclusions.contains(.success) ? .success : .skipped
    }

    /// The merged outputs: the last leg that set a non-empty value wins.
    var outputs: [(name: String, value: String)] {
        var merged: [(name: String, value: String)] = []
        for output in ended.flatMap(\.outcome.outputs) {
            if let index = merged.firstIndex(where: {
                $0.name.lowercased() == output.name.lowercased()
            }) {
                if !output.value.isEmpty { merged[index].value = output.value }
            } else {
                merged.append((output.name, output.value))
            }
        }
        return merged
    }
}
