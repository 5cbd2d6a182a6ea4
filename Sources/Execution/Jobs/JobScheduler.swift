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

    /// Takes a place for a job or call among those that wait for its concurrency groups.
    ///
    /// The signal ends the waiting; it is given when another one takes its place.
    package typealias Enter = @Sendable (PlannedLeg, CancellationSignal) async -> Turn

    /// Waits until all groups let a job or call begin.
    package typealias Turn = @Sendable () async -> Entrance

    /// What came of the wish to begin.
    package enum Entrance: Sendable {
        /// It begins; when it has ended, this is called.
        case open(leave: @Sendable () async -> Void)
        /// It was cancelled, for a reason.
        case refused(String)
        /// Its signal was given while it waited.
        case cancelled
    }

    /// What is to run and how much of it at once.
    package struct Work: Sendable {
        /// The workflow.
        package let workflow: Workflow
        /// The jobs to run, with all that these need.
        package let selection: JobSelection
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
            selection: JobSelection,
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
    let enter: Enter
    let execute: Execute
    /// Takes what a skipped job leaves for later questions.
    package var keep: EndedJob.Keep?
    /// Hides the values of secrets in that.
    package var masks = SecretMasks()

    /// Schedules `work`, reporting to `sink`, until `signal` is given.
    ///
    /// `enter` is asked before each job and call that is in a concurrency group.
    package init(
        work: Work,
        planner: JobPlanner,
        signal: CancellationSignal,
        sink: EventSink,
        enter: @escaping Enter,
        execute: @escaping Execute
    ) {
        self.work = work
        self.planner = planner
        self.signal = signal
        self.sink = sink
        self.enter = enter
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
        let runSignal = CancellationSignal()
        let observer = signal.observe { runSignal.cancel($0) }
        defer { signal.stopObserving(observer) }
        var files = [
            ScheduledFile(
                workflow: work.workflow,
                planner: planner,
                signal: runSignal,
                selection: work.selection
            )
        ]
        await reportKeysWithoutEffect(of: work.workflow)
        if let problem = filterProblem() {
            while let job = files[0].board.nextUndecidedJob() {
                await settle(job, .init(.notRun, reason: problem), in: &files[0])
            }
            return files[0].board.end
        }
        await withTaskGroup(of: Progress.self) { group in
            while true {
                await startAll(&files, in: &group)
                guard let progress = await group.next() else { break }
                switch progress {
                case .ended(let leg, let outcome, let file):
                    files[file].cancelled.forget(leg.key)
                    await record(outcome, of: .job(leg), in: &files[file])
                case .entered(let call, let entrance):
                    await begin(call, entrance, &files)
                case .admitted(let job, let entrance):
                    await admit(job, entrance, in: &files[job.file], &group)
                case .woken:
                    break
                }
            }
        }
        await reportUnmatchedFilters(&files)
        return files[0].board.end
    }

    /// What those that work side by side report.
    enum Progress: Sendable {
        /// A leg of the file at a place in the schedule ended.
        case ended(PlannedJob, JobOutcome, file: Int)
        /// A call has waited for its concurrency groups.
        case entered(WaitingCall, Entrance)
        /// A job has waited for its concurrency group.
        case admitted(WaitingJob, Entrance)
        /// A job that waited for a runner has got one, or was cancelled.
        case woken
    }

    /// Decides about and starts all that can be, in every file whose jobs run.
    private func startAll(
        _ files: inout [ScheduledFile],
        in group: inout TaskGroup<Progress>
    ) async {
        // Legs that end without starting, and calls that end, can make further jobs ready; calls
        // that begin bring files.
        repeat {
            repeat {
                for index in files.indices where !files[index].hasEnded {
                    await planReadyJobs(of: &files[index])
                }
            } while await endCalls(&files)
            for index in files.indices where !files[index].hasEnded {
                await start(index, &files, in: &group)
            }
        } while files.contains(where: \.hasMore)
    }

    private func start(
        _ index: Int,
        _ files: inout [ScheduledFile],
        in group: inout TaskGroup<Progress>
    ) async {
        while let job = files[index].takeGated(index) {
            let turn = await enter(.job(job.job), job.signal)
            group.addTask { .admitted(job, await turn()) }
        }
        await endCancelledAdmissions(of: &files[index])
        while let (leg, jobSignal) = files[index].board.takeLeg(hasPlace: hasPlace(files)) {
            let admission = files[index].admissions.removeValue(forKey: leg.key)
            admission?.waking.wake()
            let reason = jobSignal.reason ?? files[index].signal.reason
            if let reason, !startsDespite(reason, leg, in: files[index]) {
                await admission?.leave()
                files[index].cancelled.forget(leg.key)
                await end(leg, for: reason, in: &files[index])
                continue
            }
            switch leg {
            case .call(let call):
                await reportKeysWithoutEffect(of: call)
                let waiting = WaitingCall(call, from: index, files[index], jobSignal)
                if call.groups.isEmpty {
                    await begin(waiting, .open(leave: {}), &files)
                } else {
                    let turn = await enter(leg, waiting.signal)
                    group.addTask { .entered(waiting, await turn()) }
                }
            case .job(let job):
                let legSignal = admission?.signal ?? files[index].signal(of: job, jobSignal)
                group.addTask { [execute, work] in
                    let outcome =
                        work.isDryRun ? .dryRun(of: job) : await execute(job, legSignal)
                    await admission?.leave()
                    return .ended(job, outcome, file: index)
                }
            }
        }
    }

    private func hasPlace(_ files: [ScheduledFile]) -> Bool {
        files.reduce(0) { $0 + $1.board.runningLegs } < work.parallelJobs
    }

    /// Ends a leg that waited for its turn when it was cancelled.
    func end(
        _ leg: PlannedLeg,
        for reason: CancellationSignal.Reason,
        in file: inout ScheduledFile
    ) async {
        let isOuter = file.signal.reason == reason
        let text =
            isOuter
            ? reason.explanationOfCall
            : reason == .failFast
                ? "another leg of its matrix failed"
                : reason == .replaced ? "another one of its group took its place" : nil
        await cancel(leg, text ?? "the run was cancelled", in: &file)
    }

    /// Ends a leg that has not begun.
    func cancel(_ leg: PlannedLeg, _ reason: String, in file: inout ScheduledFile) async {
        if case .call = leg {
            // Of a call nothing was said yet: only its inner jobs are events of their own.
            await tellQueued(leg, in: file)
        }
        await record(.init(.cancelled, reason: reason), of: leg, in: &file)
    }

    /// Whether a leg that was queued when the run was cancelled starts all the same.
    private func startsDespite(
        _ reason: CancellationSignal.Reason,
        _ leg: PlannedLeg,
        in file: ScheduledFile
    ) -> Bool {
        guard reason == .user || reason == .replaced else { return false }
        let needs = file.board.needs(of: leg.job, isRunCancelled: true)
        return (try? file.planner.isWanted(leg.job, needs: needs)) == true
    }

    /// Says that a leg is there.
    func tellQueued(_ leg: PlannedLeg, in file: ScheduledFile) async {
        await sink.send(.jobQueued(queued(leg.job, key: leg.key, name: leg.name, in: file)))
    }

    /// Notes how a leg ended, and says so.
    func record(
        _ outcome: JobOutcome,
        of leg: PlannedLeg,
        in file: inout ScheduledFile
    ) async {
        await sink.send(
            outcome.event(
                job: work.keyPrefix + leg.key,
                isFailureAllowed: leg.continueOnError
            )
        )
        file.record(outcome, of: leg)
    }
}
