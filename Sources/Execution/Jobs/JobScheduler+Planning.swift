import Planning
import RunEvents
import Workflows

extension JobScheduler {
    /// Decides about every job of a file whose needs have ended, until no more can be decided.
    func planReadyJobs(of file: inout ScheduledFile) async {
        while let job = file.board.nextReadyJob() {
            let needs = file.board.needs(of: job, isRunCancelled: file.signal.isCancelled)
            let planner = file.planner
            if let blocker = file.board.notRunNeed(of: job),
                (try? planner.isWanted(job, needs: needs)) != true
            {
                let reason = "`\(blocker)`, which it needs, was not run here"
                await settle(job, .init(.notRun, reason: reason), in: &file)
                continue
            }
            if work.isDryRun, let reason = planner.unknownInDryRun(job, needs: needs) {
                await settle(job, .dryRun(reason), in: &file)
                continue
            }
            switch file.signal.reason == .abort ? nil : planner.decide(job, needs: needs) {
            case nil:
                await settle(job, .init(.cancelled, reason: "the run was ended"), in: &file)
            case .skip(let reason):
                let cause = file.signal.cause
                let end: Conclusion = cause == nil ? .skipped : .cancelled
                let outcome = JobOutcome(end, reason: cause?.explanationOfCall ?? reason)
                await reportUnreadCall(of: job, in: file)
                await settle(job, outcome, in: &file)
                await keepSkipped(job, planner, needs, end)
            case .fail(let failure):
                await sink.send(.diagnostic(failure.diagnostic))
                await settle(job, .init(.failure, reason: failure.message), in: &file)
            case .notRun(let reason):
                await settle(job, .init(.notRun, reason: reason), in: &file)
            case .run(let legs):
                await queue(legs, of: job, in: &file)
            }
        }
    }

    /// Keeps what the `if` of a skipped job saw.
    private func keepSkipped(
        _ job: Job,
        _ planner: JobPlanner,
        _ needs: NeedsState,
        _ end: Conclusion
    ) async {
        guard let keep, !work.isDryRun else { return }
        let contexts = Dictionary(
            planner.contexts(ofConditionWith: needs).map { ($0.name, $0.value) },
            uniquingKeysWith: { $1 }
        )
        let key = work.keyPrefix + planner.plainKey(of: job)
        await keep(EndedJob(key: key, end, contexts: contexts, masks: masks))
    }

    private func queue(
        _ legs: [PlannedLeg],
        of job: Job,
        in file: inout ScheduledFile
    ) async {
        file.board.noteMatrix(legs, of: job)
        let chosen: [PlannedLeg]
        switch LegFilters(work.legFilters).choose(from: legs) {
        case .legs(let legs): chosen = legs
        case .none(let reason):
            await settle(job, .init(.notRun, reason: reason), in: &file)
            return
        }
        file.board.queue(chosen, of: job)
        for case .job(let leg) in chosen {
            await sink.send(.jobQueued(queued(job, key: leg.key, name: leg.name, in: file)))
        }
    }

    /// What is said of a job, or a leg of it, that waits for its turn.
    func queued(_ job: Job, key: String, name: String, in file: ScheduledFile) -> JobQueued {
        JobQueued(
            job: work.keyPrefix + key,
            id: file.planner.id(of: job),
            name: name,
            needs: file.planner.needs(of: job),
            span: job.idSpan
        )
    }

    /// Ends a job that never started.
    func settle(_ job: Job, _ outcome: JobOutcome, in file: inout ScheduledFile) async {
        let key = file.planner.plainKey(of: job)
        let name = file.planner.plainName(of: job)
        await sink.send(.jobQueued(queued(job, key: key, name: name, in: file)))
        await sink.send(outcome.event(job: work.keyPrefix + key, isFailureAllowed: false))
        file.board.settle(job, outcome)
    }
}
