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
        /// Gives back what the call had to wait for.
        let leave: @Sendable () async -> Void
    }

    /// What a job that its concurrency group admits holds until it has ended.
    struct Admission: Sendable {
        /// The job.
        let job: PlannedJob
        /// Tells it to stop.
        let signal: CancellationSignal
        /// Gives back what it had to wait for.
        let leave: @Sendable () async -> Void
        /// Wakes the scheduler when it is told to stop.
        let waking = Waking()

        /// What a job holds that its group has just admitted.
        init(
            _ job: PlannedJob,
            _ signal: CancellationSignal,
            _ leave: @escaping @Sendable () async -> Void
        ) {
            self.job = job
            self.signal = signal
            self.leave = leave
            _ = signal.observe { [waking] _ in waking.wake() }
        }
    }

    /// Decides about its jobs.
    let planner: JobPlanner
    /// Which of its jobs run.
    let selection: JobSelection
    /// Tells all its jobs to stop.
    let signal: CancellationSignal
    /// The signals of those of its legs that run.
    let cancelled = CancelledLegs()
    /// What leads to it; nil for the run's own file.
    let caller: Caller?
    /// Jobs that wait for a runner when their concurrency groups have admitted them, by key.
    var admissions: [String: Admission] = [:]
    /// Where its jobs stand.
    var board: JobBoard
    /// Whether its end has been noted by the file that calls it.
    var hasEnded = false

    /// The run's own file, with the jobs to run.
    init(
        workflow: Workflow,
        planner: JobPlanner,
        signal: CancellationSignal,
        selection: JobSelection
    ) {
        self.planner = planner
        self.selection = selection
        self.signal = signal
        caller = nil
        board = JobBoard(workflow, selection: selection)
        _ = signal.observe { [cancelled] in cancelled.cancel($0) }
    }

    /// The file of a call that begins, from the file of the calling job.
    init(
        _ waiting: WaitingCall,
        _ outer: ScheduledFile,
        _ leave: @escaping @Sendable () async -> Void
    ) {
        planner = outer.planner.inside(waiting.call)
        selection = outer.selection.inside(waiting.call.job)
        signal = waiting.signal
        caller = Caller(call: waiting.call, file: waiting.file, leave: leave)
        board = JobBoard(waiting.call.workflow, selection: selection)
        _ = signal.observe { [cancelled] in cancelled.cancel($0) }
    }

    /// Whether something of it can be decided, or ended, without waiting for a leg that runs.
    var hasMore: Bool {
        !hasEnded && (board.hasReadyJobs || (caller != nil && board.isComplete))
    }

    /// The signal that tells a leg to stop, given with that of its job and, unless the job runs in
    /// a cancelled run too, with that of the file.
    func signal(of leg: PlannedJob, _ jobSignal: CancellationSignal) -> CancellationSignal {
        let signal = CancellationSignal()
        let needs = board.needs(of: leg.job, isRunCancelled: true)
        let goesOn = (try? planner.isWanted(leg.job, needs: needs)) == true
        cancelled.add(signal, for: leg.key, goesOn: goesOn)
        jobSignal.pass(to: signal)
        return signal
    }

    /// Takes the next leg that has to wait for its concurrency group.
    mutating func takeGated(_ index: Int) -> WaitingJob? {
        guard let (leg, jobSignal) = board.takeGated() else { return nil }
        return WaitingJob(job: leg, file: index, signal: signal(of: leg, jobSignal))
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
