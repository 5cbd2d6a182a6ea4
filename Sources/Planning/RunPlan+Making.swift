package import Diagnostics
import Expressions
package import Workflows

extension RunPlan {
    /// Plans a workflow.
    ///
    /// - Parameters:
    ///   - workflow: the workflow, free of errors.
    ///   - planner: decides with the contexts of the run.
    ///   - selection: the jobs to plan.
    ///   - legFilters: which legs of a matrix to keep; empty means all.
    ///   - workers: plan jobs of which none needs another.
    /// - Returns: the plan of all selected jobs.
    package static func make(
        _ workflow: Workflow,
        planner: JobPlanner,
        selection: JobSelection = .all,
        legFilters: [(key: String, value: String)] = [],
        workers: Workers = .one
    ) -> RunPlan {
        let (jobs, diagnostics) = entries(
            workflow,
            planner: planner,
            selection: selection,
            legFilters: legFilters,
            workers: workers
        )
        return RunPlan(
            workflow: workflow.name?.value ?? workflow.file,
            file: workflow.file,
            event: planner.contexts.github["event_name"]?.asString ?? "",
            jobs: jobs,
            diagnostics: diagnostics
        )
    }

    /// The jobs of one file, and why some of them cannot be planned.
    fileprivate static func entries(
        _ workflow: Workflow,
        planner: JobPlanner,
        selection: JobSelection,
        legFilters: [(key: String, value: String)],
        workers: Workers = .one
    ) -> (jobs: [PlanEntry], diagnostics: [Diagnostic]) {
        let graph = NeedsGraph(workflow)
        let depths = graph.depths()
        var forecast = Forecast(
            planner: planner,
            graph: graph,
            selection: selection,
            legFilters: legFilters
        )
        let chosen = workflow.jobs.indices.filter { selection.holds(workflow.jobs[$0]) }
        var stages: [[Int]] = []
        for index in chosen {
            let depth = depths[workflow.jobs[index].id.lowercased()] ?? 0
            while stages.count <= depth { stages.append([]) }
            stages[depth].append(index)
        }
        var entries = [PlanEntry?](repeating: nil, count: workflow.jobs.count)
        var diagnostics: [Diagnostic] = []
        for (depth, stage) in stages.enumerated() {
            let outcomes = forecast.decide(stage.map { workflow.jobs[$0] }, workers)
            for (index, outcome) in zip(stage, outcomes) {
                entries[index] = PlanEntry(
                    workflow.jobs[index],
                    stage: depth + 1,
                    fate: outcome.fate
                )
                diagnostics += outcome.diagnostics
            }
        }
        return (entries.compactMap(\.self), diagnostics)
    }
}

extension PlanEntry {
    fileprivate init(_ job: Job, stage: Int, fate: Fate) {
        id = job.id
        name = job.name?.value.source ?? job.id
        span = job.idSpan
        needs = job.needs.map(\.value)
        self.stage = stage
        condition = job.condition?.expression?.text
        self.fate = fate
        hasStrategy = job.strategy != nil
        isCall = job.isCall
        switch job.kind {
        case .steps(let work): steps = work.steps
        case .call: steps = []
        }
    }
}

/// Decides jobs after those they need, as if every job that runs succeeded.
private struct Forecast: Sendable {
    /// What becomes of a job, and why it or jobs that it calls cannot be planned.
    struct Outcome: Sendable {
        let fate: PlanEntry.Fate
        var diagnostics: [Diagnostic] = []
    }

    /// Fewer jobs are decided as fast by one worker.
    private static let smallest = 50

    let planner: JobPlanner
    let selection: JobSelection
    let legFilters: [(key: String, value: String)]
    private var ended: EndedJobs

    init(
        planner: JobPlanner,
        graph: NeedsGraph,
        selection: JobSelection,
        legFilters: [(key: String, value: String)]
    ) {
        self.planner = planner
        self.selection = selection
        ended = EndedJobs(graph)
        self.legFilters = legFilters
    }

    /// Decides jobs of which none needs another, in their order.
    mutating func decide(_ jobs: [Job], _ workers: Workers) -> [Outcome] {
        let parts = jobs.count < Self.smallest ? 1 : workers.count
        let before = self
        let outcomes = workers.map(parts) { part in
            let stretch = part * jobs.count / parts..<(part + 1) * jobs.count / parts
            return jobs[stretch].map(before.outcome)
        }.flatMap(\.self)
        for (job, outcome) in zip(jobs, outcomes) {
            let end = FinishedJob(id: job.id, result: outcome.fate.result)
            ended.end(end, isNotRun: outcome.fate.isNotRun)
        }
        return outcomes
    }

    private func outcome(of job: Job) -> Outcome {
        let needs = ended.needs(of: job.id)
        if let blocker = ended.notRunNeed(of: job.id),
            (try? planner.isWanted(job, needs: needs)) != true
        {
            let reason = "`\(blocker.id)`, which it needs, is not run here"
            return Outcome(fate: .notRun(reason: reason))
        }
        if let reason = UnknownNeeds.inCondition(of: job), !isStopped(job, needs: needs) {
            return Outcome(fate: .unresolved(reason: reason))
        }
        if let reason = UnknownNeeds.inKeys(of: job),
            (try? planner.isWanted(job, needs: needs)) == true
        {
            return Outcome(fate: .unresolved(reason: reason))
        }
        switch planner.decide(job, needs: needs) {
        case .skip(let reason): return Outcome(fate: .skipped(reason: reason))
        case .fail(let failure):
            return Outcome(
                fate: .invalid(reason: failure.message),
                diagnostics: [failure.diagnostic]
            )
        case .notRun(let reason): return Outcome(fate: .notRun(reason: reason))
        case .run(let legs): return outcome(of: legs)
        }
    }

    /// Whether the implied `success()` alone makes the condition false.
    private func isStopped(_ job: Job, needs: NeedsState) -> Bool {
        job.condition?.isGuarded == true && needs.ancestors.contains { $0.result != .success }
    }

    private func outcome(of legs: [PlannedLeg]) -> Outcome {
        switch LegFilters(legFilters).choose(from: legs) {
        case .none(let reason): return Outcome(fate: .notRun(reason: reason))
        case .legs(let chosen):
            var jobs: [PlannedJob] = []
            var calls: [PlanCall] = []
            var diagnostics: [Diagnostic] = []
            for leg in chosen {
                switch leg {
                case .job(let job): jobs.append(job)
                case .call(let call):
                    let inside = entries(of: call)
                    calls.append(PlanCall(call: call, jobs: inside.jobs))
                    diagnostics += inside.diagnostics
                }
            }
            let fate = calls.isEmpty ? PlanEntry.Fate.legs(jobs) : .calls(calls)
            return Outcome(fate: fate, diagnostics: diagnostics)
        }
    }

    private func entries(of call: PlannedCall) -> (jobs: [PlanEntry], diagnostics: [Diagnostic]) {
        RunPlan.entries(
            call.workflow,
            planner: planner.inside(call),
            selection: selection.inside(call.job),
            legFilters: legFilters
        )
    }
}
