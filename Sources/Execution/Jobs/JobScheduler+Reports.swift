import Planning
import RunEvents
import Workflows

extension JobScheduler {
    /// Lists what the workflow sets for all its jobs and no local run can do.
    func reportKeysWithoutEffect() async {
        if let permissions = work.workflow.permissions {
            await sink.send(
                .notHonoured(
                    NotHonoured(
                        subject: "permissions",
                        reason: Permissions.withoutEffect,
                        span: permissions.span
                    )
                )
            )
        }
        if let name = work.workflow.runName {
            await sink.send(
                .notHonoured(
                    NotHonoured(
                        subject: "run-name",
                        reason: "a local run has no name of its own",
                        span: name.span
                    )
                )
            )
        }
    }

    /// Why a filter matches nothing, where that is certain before any job ran; nil otherwise.
    ///
    /// Beside other workflows a filter may be meant for one of those.
    func filterProblem() -> String? {
        guard !work.legFilters.isEmpty, work.keyPrefix.isEmpty else { return nil }
        let plan = RunPlan.make(work.workflow, planner: planner, selection: work.selection)
        var keys: [String] = []
        for entry in plan.jobs {
            if case .legs(let legs) = entry.fate {
                keys += LegFilters.keys(of: legs)
            } else if work.workflow.job(entry.id)?.strategy != nil {
                return nil
            }
        }
        return LegFilters(work.legFilters).problem(among: keys)
    }

    /// Lets a run end without a verdict when no matrix, once all are known, has a filter's key.
    func reportUnmatchedFilters(_ board: inout JobBoard) async {
        guard !work.legFilters.isEmpty, board.knowsAllMatrices,
            let problem = LegFilters(work.legFilters).problem(among: board.matrixKeys)
        else { return }
        await sink.send(.notHonoured(NotHonoured(subject: "--matrix", reason: problem)))
        if work.keyPrefix.isEmpty { board.hasUnmatchedFilter = true }
    }
}
