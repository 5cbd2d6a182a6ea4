import Planning
import RunEvents
import Workflows

extension JobScheduler {
    /// Takes in the file of a call, or ends the call that may not begin.
    func begin(
        _ waiting: WaitingCall,
        _ entrance: Entrance,
        _ files: inout [ScheduledFile]
    ) async {
        switch entrance {
        case .open(let leave):
            files.append(ScheduledFile(waiting, files[waiting.file], leave))
        case .refused(let reason):
            await cancel(.call(waiting.call), reason, in: &files[waiting.file])
        case .cancelled:
            let reason = waiting.signal.reason ?? .user
            await end(.call(waiting.call), for: reason, in: &files[waiting.file])
        }
    }

    /// Lets a job whose groups admit it wait for a runner, or ends the job that may not begin.
    func admit(
        _ waiting: WaitingJob,
        _ entrance: Entrance,
        in file: inout ScheduledFile,
        _ group: inout TaskGroup<Progress>
    ) async {
        let leg = PlannedLeg.job(waiting.job)
        if case .open(let leave) = entrance {
            let admission = ScheduledFile.Admission(waiting.job, waiting.signal, leave)
            file.admissions[leg.key] = admission
            group.addTask {
                await admission.waking.wait()
                return .woken
            }
            return file.board.admit(leg)
        }
        file.cancelled.forget(leg.key)
        file.board.refuse(leg)
        if case .refused(let reason) = entrance {
            await cancel(leg, reason, in: &file)
        } else {
            await end(leg, for: waiting.signal.reason ?? .user, in: &file)
        }
    }

    /// Ends the jobs of a file that were cancelled when their group had admitted them and they
    /// waited for a runner.
    func endCancelledAdmissions(of file: inout ScheduledFile) async {
        let cancelled = file.admissions.values.filter(\.signal.isCancelled)
        for admission in cancelled.sorted(by: { $0.job.key < $1.job.key }) {
            let leg = PlannedLeg.job(admission.job)
            file.admissions[leg.key] = nil
            file.board.withdraw(leg)
            file.cancelled.forget(leg.key)
            await admission.leave()
            await end(leg, for: admission.signal.reason ?? .user, in: &file)
        }
    }

    /// Ends every call whose inner jobs have all ended, the innermost first.
    ///
    /// - Returns: whether there was one.
    func endCalls(_ files: inout [ScheduledFile]) async -> Bool {
        var hasEnded = false
        for index in files.indices.reversed() {
            guard let caller = files[index].caller, !files[index].hasEnded,
                files[index].board.isComplete
            else { continue }
            files[index].hasEnded = true
            hasEnded = true
            await caller.leave()
            await end(caller.call, files[index], in: &files[caller.file])
        }
        return hasEnded
    }

    /// Ends a call with the worst of its inner jobs, and what they put out.
    ///
    /// Only inner jobs are events of their own, so a failure that is none of theirs is told of the
    /// calling job.
    private func end(
        _ call: PlannedCall,
        _ file: ScheduledFile,
        in caller: inout ScheduledFile
    ) async {
        let end = file.board.end
        var outcome = JobOutcome(end.conclusion)
        outcome.isEngineFailure = end.isEngineFailure
        outcome.isDryRun = work.isDryRun && end.conclusion == .skipped && file.board.wouldRun
        do {
            let outputs = try planner.outputs(of: call, jobs: file.board.ended)
            outcome.outputs = outputs.map { EnvironmentEntry($0.name, $0.value) }
        } catch {
            await sink.send(.diagnostic(error.diagnostic))
            if outcome.conclusion == .success || outcome.conclusion == .skipped {
                let leg = PlannedLeg.call(call)
                outcome = JobOutcome(.failure, reason: error.message)
                await tellQueued(leg, in: caller)
                return await record(outcome, of: leg, in: &caller)
            }
        }
        caller.record(outcome, of: .call(call))
    }

    /// Lists what a call, and the file it leads to, set and no local run can do.
    func reportKeysWithoutEffect(of call: PlannedCall) async {
        for permissions in [call.job.permissions, call.workflow.permissions] {
            await report(permissions)
        }
    }
}
