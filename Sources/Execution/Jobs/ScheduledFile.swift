import Planning
import RunEvents
import Workflows

/// The jobs of one workflow file while they run: those of the run itself, or of a call.
struct ScheduledFile {
    /// The call that leads to a file.
    struct Caller {
        /// The call.
        let call: PlannedCall
        /// The place of the calling job's file in the schedule.
        let file: Int
    }

    /// Decides about its jobs.
    let planner: JobPlanner
    /// Tells all its jobs to stop.
    let signal: CancellationSignal
    /// The signals of those of its legs that run.
    let cancelled = CancelledLegs()
    /// What leads to it; nil for the run's own file.
    let caller: Caller?
    /// Where its jobs stand.
    var board: JobBoard
    /// Whether its end has been noted by the file that calls it.
    var hasEnded = false

    /// The run's own file, with the ids of the jobs to run.
    init(
        workflow: Workflow,
        planner: JobPlanner,
        signal: CancellationSignal,
        selection: Set<String>
    ) {
        self.planner = planner
        self.signal = signal
        caller = nil
        board = JobBoard(workflow, selection: selection)
        _ = signal.observe { [cancelled] in cancelled.cancel($0) }
    }

    /// A file that a job calls: it is cancelled with the file of that job and with its other legs.
    init(
        _ call: PlannedCall,
        calledFrom index: Int,
        _ outer: ScheduledFile,
        _ jobSignal: CancellationSignal
    ) {
        planner = outer.planner.inside(call)
        signal = CancellationSignal()
        caller = Caller(call: call, file: index)
        board = JobBoard(call.workflow)
        _ = signal.observe { [cancelled] in cancelled.cancel($0) }
        _ = outer.signal.observe { [signal] in signal.cancel($0) }
        _ = jobSignal.observe { [signal] in signal.cancel($0) }
    }

    /// Whether something of it can be decided, or ended, without waiting for a leg that runs.
    var hasMore: Bool {
        !hasEnded && (board.hasReadyJobs || (caller != nil && board.isComplete))
    }

    /// Notes the end of a leg; with `fail-fast` a failure ends the other legs.
    mutating func record(_ outcome: JobOutcome, of leg: PlannedLeg) {
        board.record(outcome, of: leg)
        if outcome.conclusion == .failure, !leg.continueOnError || outcome.hasLostHost,
            leg.strategy.failFast
        {
            board.signal(of: leg.job)?.cancel(.failFast)
        }
    }
}
