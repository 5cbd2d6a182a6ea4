import Expressions
package import Planning
package import RunEvents
package import Workflows

/// Runs the jobs of one workflow in the order their `needs` allow.
///
/// It decides what starts when; how a job runs is the business of `execute`.
package struct JobScheduler: Sendable {
    /// Runs one leg to its end; the signal tells it to stop.
    package typealias Execute =
        @Sendable (PlannedJob, CancellationSignal) async -> JobOutcome

    /// What is to run and how much of it at once.
    package struct Work: Sendable {
        /// The workflow.
        package let workflow: Workflow
        /// Lower-case ids of the jobs to run; all that these need must be among them.
        package let selection: Set<String>
        /// Which legs to run; empty means all.
        package let legFilters: [(key: String, value: String)]
        /// What the keys of jobs in events begin with; empty unless several workflows run.
        package let keyPrefix: String
        /// How many legs run at once.
        package let parallelJobs: Int
        /// Whether jobs are only decided about: each that would run is taken to succeed.
        package let isDryRun: Bool

        /// Gathers what is to run.
        package init(
            workflow: Workflow,
            selection: Set<String>,
            legFilters: [(key: String, value: String)],
            keyPrefix: String,
            parallelJobs: Int,
            isDryRun: Bool = false
        ) {
            self.workflow = workflow
            self.selection = selection
            self.legFilters = legFilters
            self.keyPrefix = keyPrefix
            self.parallelJobs = max(1, parallelJobs)
            self.isDryRun = isDryRun
        }
    }

    let work: Work
    let planner: JobPlanner
    let signal: CancellationSignal
    let sink: EventSink
    let execute: Execute

    /// Schedules `work`, reporting to `sink`, until `signal` is given.
    package init(
        work: Work,
        planner: JobPlanner,
        signal: CancellationSignal,
        sink: EventSink,
        execute: @escaping Execute
    ) {
        self.work = work
        self.planner = planner
        self.signal = signal
        self.sink = sink
        self.execute = execute
    }

    /// How all jobs together ended.
    package struct End: Sendable {
        /// A job that did not run here never lets the run pass.
        package let conclusion: Conclusion
        /// True when every failure was the engine's or the network's doing.
        package let isEngineFailure: Bool
    }

    /// Runs everything and returns how the run ended.
    package func run() async -> End {
        var board = JobBoard(work: work)
        await reportKeysWithoutEffect()
        if let problem = filterProblem() {
            while let job = board.nextUndecidedJob() {
                await settle(job, .init(.notRun, reason: problem), on: &board)
            }
            return board.end
        }
        let cancelled = CancelledLegs()
        let observer = signal.observe { reason in cancelled.cancel(reason) }
        defer { signal.stopObserving(observer) }
        await withTaskGroup(of: (PlannedJob, JobOutcome).self) { group in
            while true {
                // Legs that end without starting can make further jobs ready.
                repeat {
                    await planReadyJobs(&board)
                    await start(&board, cancelled: cancelled, in: &group)
                } while board.hasReadyJobs
                guard let (leg, outcome) = await group.next() else { break }
                cancelled.forget(leg.key)
                await record(outcome, of: leg, on: &board)
            }
        }
        await reportUnmatchedFilters(&board)
        return board.end
    }

    /// Decides about every job whose needs have ended, until no more can be decided.
    private func planReadyJobs(_ board: inout JobBoard) async {
        while let job = board.nextReadyJob() {
            let needs = board.needs(of: job, isRunCancelled: signal.isCancelled)
            if let blocker = board.notRunNeed(of: job),
                (try? planner.isWanted(job, needs: needs)) != true
            {
                let reason = "`\(blocker)`, which it needs, was not run here"
                await settle(job, .init(.notRun, reason: reason), on: &board)
                continue
            }
            if work.isDryRun, let reason = planner.unknownInDryRun(job, needs: needs) {
                await settle(job, .dryRun(reason), on: &board)
                continue
            }
            switch signal.reason == .abort ? nil : planner.decide(job, needs: needs) {
            case nil:
                await settle(job, .init(.cancelled, reason: "the run was ended"), on: &board)
            case .skip(let reason):
                let end: Conclusion = signal.isCancelled ? .cancelled : .skipped
                await settle(job, .init(end, reason: reason), on: &board)
            case .fail(let failure):
                await sink.send(.diagnostic(failure.diagnostic))
                await settle(job, .init(.failure, reason: failure.message), on: &board)
            case .call(let call):
                let reason =
                    "it calls `\(call.reference.value)`, and called workflows are not run yet"
                await settle(job, .init(.notRun, reason: reason), on: &board)
            case .run(let legs):
                await queue(legs, of: job, on: &board)
            }
        }
    }

    private func queue(_ legs: [PlannedJob], of job: Job, on board: inout JobBoard) async {
        board.noteMatrix(legs, of: job)
        let chosen: [PlannedJob]
        switch LegFilters(work.legFilters).choose(from: legs) {
        case .legs(let legs): chosen = legs
        case .none(let reason):
            await settle(job, .init(.notRun, reason: reason), on: &board)
            return
        }
        board.queue(chosen, of: job)
        for leg in chosen {
            await sink.send(.jobQueued(queued(key: leg.key, name: leg.name, job: job)))
        }
    }

    private func queued(key: String, name: String, job: Job) -> JobQueued {
        JobQueued(
            job: work.keyPrefix + key,
            id: job.id,
            name: name,
            needs: job.needs.map(\.value),
            span: job.idSpan
        )
    }

    /// Ends a job that never started.
    func settle(_ job: Job, _ outcome: JobOutcome, on board: inout JobBoard) async {
        let name = job.name?.value.source ?? job.id
        await sink.send(.jobQueued(queued(key: job.id, name: name, job: job)))
        await sink.send(outcome.event(job: work.keyPrefix + job.id, isFailureAllowed: false))
        board.settle(job, outcome)
    }

    private func start(
        _ board: inout JobBoard,
        cancelled: CancelledLegs,
        in group: inout TaskGroup<(PlannedJob, JobOutcome)>
    ) async {
        while board.runningLegs < work.parallelJobs, let (leg, jobSignal) = board.takeLeg() {
            if let reason = jobSignal.reason ?? signal.reason, !startsDespite(reason, leg, board) {
                let text = reason == .failFast ? "another leg failed" : "the run was cancelled"
                await record(.init(.cancelled, reason: text), of: leg, on: &board)
                continue
            }
            let legSignal = CancellationSignal()
            let needs = board.needs(of: leg.job, isRunCancelled: true)
            let goesOn = (try? planner.isWanted(leg.job, needs: needs)) == true
            cancelled.add(legSignal, for: leg.key, goesOn: goesOn)
            _ = jobSignal.observe { legSignal.cancel($0) }
            group.addTask { [execute, work] in
                (leg, work.isDryRun ? .dryRun() : await execute(leg, legSignal))
            }
        }
    }

    /// Whether a leg that was queued when the run was cancelled starts all the same.
    private func startsDespite(
        _ reason: CancellationSignal.Reason,
        _ leg: PlannedJob,
        _ board: JobBoard
    ) -> Bool {
        guard reason == .user else { return false }
        let needs = board.needs(of: leg.job, isRunCancelled: true)
        return (try? planner.isWanted(leg.job, needs: needs)) == true
    }

    private func record(
        _ outcome: JobOutcome,
        of leg: PlannedJob,
        on board: inout JobBoard
    ) async {
        await sink.send(
            outcome.event(
                job: work.keyPrefix + leg.key,
                isFailureAllowed: leg.continueOnError
            )
        )
        board.record(outcome, of: leg)
        if outcome.conclusion == .failure, !leg.continueOnError || outcome.hasLostHost,
            leg.strategy.failFast
        {
            board.signal(of: leg.job)?.cancel(.failFast)
        }
    }
}
