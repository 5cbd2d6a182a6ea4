package import Diagnostics
package import Workflows

/// What a workflow would run, decided before anything runs.
///
/// Every job is taken to succeed when it runs. What only a run can tell, such as an output of
/// another job, is said to be so and not guessed.
package struct RunPlan: Sendable {
    /// The workflow's name, or its path when it has none.
    package let workflow: String
    /// The workflow's path, as it is shown.
    package let file: String
    /// The event it is planned for.
    package let event: String
    /// The jobs asked for and those they need, in the order written.
    package let jobs: [PlanEntry]
    /// Why jobs cannot be planned; the run would fail them with the same words.
    package let diagnostics: [Diagnostic]
}

/// One job of a plan.
package struct PlanEntry: Sendable {
    /// The id, as written.
    package let id: String
    /// The name as written, expressions unevaluated; without one, the id.
    package let name: String
    /// Where the id stands.
    package let span: SourceSpan
    /// The ids of the jobs it needs, as written.
    package let needs: [String]
    /// 1 for a job that needs none; any other comes one stage after the last job it needs.
    package let stage: Int
    /// Its `if`, as written.
    package let condition: String?
    /// What becomes of it.
    package let fate: Fate
    /// Its steps, whatever its fate; none for a job that calls another workflow.
    package let steps: [Step]
    /// Whether it has a strategy.
    package let hasStrategy: Bool
    /// Whether it calls another workflow.
    package let isCall: Bool

    /// What becomes of a job.
    package enum Fate: Sendable {
        /// These legs run; a job without a matrix has one.
        case legs([PlannedJob])
        /// It calls another workflow, with each of these legs.
        case calls([PlanCall])
        /// Its condition is false.
        case skipped(reason: String)
        /// Whether it runs, or as what, depends on what other jobs put out.
        case unresolved(reason: String)
        /// It cannot be run on this machine.
        case notRun(reason: String)
        /// It cannot be planned: it would fail before its first step.
        case invalid(reason: String)
    }
}

/// One leg of a job that calls another workflow, and the jobs of that workflow.
package struct PlanCall: Sendable {
    /// The call.
    package let call: PlannedCall
    /// The jobs it leads to, in the order written.
    package let jobs: [PlanEntry]
}

extension RunPlan {
    /// The keys of all matrices of the plan, those of called workflows too; nil when a matrix is
    /// only known in the run.
    package var matrixKeys: [String]? { Self.matrixKeys(of: jobs) }

    private static func matrixKeys(of jobs: [PlanEntry]) -> [String]? {
        var keys: [String] = []
        for job in jobs {
            switch job.fate {
            case .legs(let legs): keys += LegFilters.keys(of: legs.map { .job($0) })
            case .calls(let calls):
                keys += LegFilters.keys(of: calls.map { .call($0.call) })
                for call in calls {
                    guard let inner = matrixKeys(of: call.jobs) else { return nil }
                    keys += inner
                }
            case .skipped, .unresolved, .notRun, .invalid:
                if job.hasStrategy || job.isCall { return nil }
            }
        }
        return keys
    }
}
