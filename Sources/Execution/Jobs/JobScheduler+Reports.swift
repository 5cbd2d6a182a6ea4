import Diagnostics
import Planning
import RunEvents
import Workflows

extension JobScheduler {
    /// Lists what the workflow sets for all its jobs and no local run can do.
    func reportKeysWithoutEffect(of workflow: Workflow) async {
        await report(workflow.permissions)
    }

    /// Says that nobody read the workflow that a skipped job calls: on GitHub nothing would have
    /// begun if it is not there.
    func reportUnreadCall(of job: Job, in file: ScheduledFile) async {
        guard case .call(let call) = job.kind,
            case .unavailable(let reason) = file.planner.called.target(of: call)
        else { return }
        await report(
            "workflow `\(call.reference.value)`",
            "it was not looked at, as its job is skipped, and GitHub reads every called workflow "
                + "before the first job: \(reason)",
            at: call.reference.span
        )
    }

    /// Says which rights that a workflow or call grants do not exist here.
    func report(_ permissions: Permissions?) async {
        guard let permissions, let reason = permissions.withoutEffect else { return }
        await report("permissions", reason, at: permissions.span)
    }

    /// Says that something of the workflow was not done.
    func report(_ subject: String, _ reason: String, at span: SourceSpan) async {
        await sink.send(
            .notHonoured(NotHonoured(subject: subject, reason: reason, span: span))
        )
    }

    /// Why a filter matches nothing, where that is certain before any job ran; nil otherwise.
    ///
    /// Beside other workflows a filter may be meant for one of those.
    func filterProblem() -> String? {
        guard !work.legFilters.isEmpty, work.keyPrefix.isEmpty else { return nil }
        let plan = RunPlan.make(work.workflow, planner: planner, selection: work.selection)
        return plan.matrixKeys.flatMap { LegFilters(work.legFilters).problem(among: $0) }
    }

    /// Lets a run end without a verdict when no matrix, once all are known, has a filter's key.
    func reportUnmatchedFilters(_ files: inout [ScheduledFile]) async {
        guard !work.legFilters.isEmpty, files.allSatisfy(\.board.knowsAllMatrices) else { return }
        let keys = files.flatMap(\.board.matrixKeys)
        guard let problem = LegFilters(work.legFilters).problem(among: keys) else { return }
        await sink.send(.notHonoured(NotHonoured(subject: "--matrix", reason: problem)))
        if work.keyPrefix.isEmpty { files[0].board.hasUnmatchedFilter = true }
    }
}
