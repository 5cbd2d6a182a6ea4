import Expressions
package import Workflows

extension PlanExplanation {
    /// Explains a plan.
    ///
    /// - Parameters:
    ///   - plan: the plan of `workflow`.
    ///   - workflow: the workflow.
    ///   - planner: what decided the plan.
    ///   - filters: what the filters of the event said.
    package init(
        _ plan: RunPlan,
        of workflow: Workflow,
        planner: JobPlanner,
        filters: FilterVerdict?
    ) {
        let explainer = Explainer(plan: plan, workflow: workflow, planner: planner)
        self.plan = plan
        self.filters = filters
        let known = Dictionary(workflow.jobs.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        jobs = plan.jobs.compactMap { entry in
            known[entry.id].map { explainer.explain(entry, $0) }
        }
    }
}

/// Explains the jobs of one plan.
private struct Explainer {
    let planner: JobPlanner
    private let needs: [String: NeedsState]

    init(plan: RunPlan, workflow: Workflow, planner: JobPlanner) {
        self.planner = planner
        let graph = NeedsGraph(workflow)
        let depths = graph.depths()
        let inOrder = plan.jobs.sorted {
            depths[$0.id.lowercased(), default: 0] < depths[$1.id.lowercased(), default: 0]
        }
        var ended = EndedJobs(graph)
        needs = inOrder.reduce(into: [:]) { needs, entry in
            needs[entry.id.lowercased()] = ended.needs(of: entry.id)
            ended.end(FinishedJob(id: entry.id, result: entry.fate.result))
        }
    }

    func explain(_ entry: PlanEntry, _ job: Job) -> JobExplanation {
        let needs = needs[job.id.lowercased()] ?? NeedsState(direct: [])
        var legs: [PlannedJob] = []
        if case .legs(let planned) = entry.fate { legs = planned }
        return JobExplanation(
            id: job.id,
            condition: ConditionExplanation(job.condition, unknown: .inJob) { situation in
                let state = needs.inSituation(situation)
                return planner.context(
                    needs: state,
                    functions: JobStatusFunctions(state).table
                )
            },
            matrix: matrix(of: job, needs: needs),
            steps: steps(entry.steps, below: nil, legs: legs, needs: needs)
        )
    }

    private func matrix(of job: Job, needs: NeedsState) -> MatrixOrigins? {
        guard case .fields(let fields)? = job.strategy, let matrix = fields.matrix else {
            return nil
        }
        let reader = TemplateReader(planner.context(needs: needs))
        return (try? reader.value(matrix)).flatMap { MatrixOrigins($0) }
    }

    private func steps(
        _ steps: [Step],
        below parent: String?,
        legs: [PlannedJob],
        needs: NeedsState
    ) -> [StepExplanation] {
        steps.enumerated().map { index, step in
            let key = PlannedStep.key(index, below: parent)
            return StepExplanation(
                key: key,
                answers: answers(step, legs: legs, needs: needs),
                steps: self.steps(step.innerSteps, below: key, legs: legs, needs: needs)
            )
        }
    }

    private func answers(
        _ step: Step,
        legs: [PlannedJob],
        needs: NeedsState
    ) -> [StepExplanation.Answer] {
        let hasLegs = legs.count > 1
        var groups: [(legs: [String], condition: ConditionExplanation)] = []
        for leg in legs.isEmpty ? [nil] : legs.map(Optional.some) {
            let condition = ConditionExplanation(
                step.condition,
                unknown: leg == nil ? .inUnplannedStep : .inStep
            ) { situation in
                planner.context(
                    needs: needs,
                    more: leg.map { JobPlanner.context(of: $0.leg, $0.strategy) },
                    functions: situation.stepFunctions
                )
            }
            let name = leg.map { $0.name(among: legs) } ?? ""
            if let known = groups.firstIndex(where: { $0.condition.agrees(condition) }) {
                groups[known].legs.append(name)
                groups[known].condition = groups[known].condition.sharing(with: condition)
            } else {
                groups.append(([name], condition))
            }
            // A step that reads nothing of its leg is the same in every leg.
            if step.condition?.expression?.referencedContexts
                .isDisjoint(with: ["matrix", "strategy"]) != false
            {
                break
            }
        }
        let isOne = groups.count == 1
        return groups.map { group in
            StepExplanation.Answer(
                legs: isOne || !hasLegs ? [] : group.legs,
                condition: group.condition
            )
        }
    }
}

extension NeedsState {
    /// The same jobs before, ended as a situation has it.
    fileprivate func inSituation(_ situation: ConditionExplanation.Situation) -> NeedsState {
        switch situation {
        case .passing: return self
        case .cancelled:
            return NeedsState(direct: direct, ancestors: ancestors, isRunCancelled: true)
        case .failed:
            func failed(_ jobs: [FinishedJob]) -> [FinishedJob] {
                jobs.map { FinishedJob(id: $0.id, result: .failure, outputs: $0.outputs) }
            }
            return NeedsState(direct: failed(direct), ancestors: failed(ancestors))
        }
    }
}

extension ConditionExplanation.Situation {
    /// The status functions of a step.
    fileprivate var stepFunctions: [String: EvaluationContext.Function] {
        let status: StepStatusFunctions.Status =
            switch self {
            case .passing: .success
            case .failed: .failure
            case .cancelled: .cancelled
            }
        return StepStatusFunctions(status).table
    }
}

extension Condition.Unknown {
    /// What no job's `if` can be told of before a run.
    fileprivate static let inJob = Condition.Unknown { $0.isNeedsOutput }

    /// What no step's `if` can be told of before a run.
    fileprivate static let inStep = Condition.Unknown(functions: ["hashfiles"]) { reference in
        reference.isNeedsOutput || ["steps", "job", "runner", "env"].contains(reference.context)
    }

    /// The same for a job whose legs are not known.
    fileprivate static let inUnplannedStep = Condition.Unknown(
        functions: ["hashfiles"]
    ) { reference in
        reference.isNeedsOutput
            || ["steps", "job", "runner", "env", "matrix", "strategy"].contains(reference.context)
    }
}

extension PlannedJob {
    /// The name of a leg, with its number where others have the same one.
    func name(among legs: [PlannedJob]) -> String {
        let isShared = legs.lazy.filter { $0.name == name }.prefix(2).count > 1
        return isShared ? "\(name) (leg \(leg.index + 1))" : name
    }
}
