import Diagnostics
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
    /// - Returns: the plan of all selected jobs.
    package static func make(
        _ workflow: Workflow,
        planner: JobPlanner,
        selection: JobSelection = .all,
        legFilters: [(key: String, value: String)] = []
    ) -> RunPlan {
        var diagnostics: [Diagnostic] = []
        let jobs = entries(
            workflow,
            planner: planner,
            selection: selection,
            legFilters: legFilters,
            diagnostics: &diagnostics
        )
        return RunPlan(
            workflow: workflow.name?.value ?? workflow.file,
            file: workflow.file,
            event: planner.contexts.github["event_name"]?.asString ?? "",
            jobs: jobs,
            diagnostics: diagnostics
        )
    }

    /// The jobs of one file.
    fileprivate static func entries(
        _ workflow: Workflow,
        planner: JobPlanner,
        selection: JobSelection = .all,
        legFilters: [(key: String, value: String)],
        diagnostics: inout [Diagnostic]
    ) -> [PlanEntry] {
        let graph = NeedsGraph(workflow)
        let depths = graph.depths()
        var forecast = Forecast(
            planner: planner,
            graph: graph,
            selection: selection,
            legFilters: legFilters
        )
        let ids = workflow.jobs.map { $0.id.lowercased() }
        let chosen = ids.indices.filter { selection.holds(workflow.jobs[$0]) }
        var entries: [Int: PlanEntry] = [:]
        let ordered = chosen.map { (depth: depths[ids[$0]] ?? 0, index: $0) }.sorted(by: <)
        for (depth, index) in ordered {
            let fate = forecast.decide(workflow.jobs[index])
            entries[index] = PlanEntry(workflow.jobs[index], stage: depth + 1, fate: fate)
        }
        diagnostics += forecast.diagnostics
        return chosen.compactMap { entries[$0] }
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

/// Decides job after job, each after those it needs, as if every job that runs succeeded.
private struct Forecast {
    let planner: JobPlanner
    let selection: JobSelection
    let legFilters: [(key: String, value: String)]
    private(set) var diagnostics: [Diagnostic] = []
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

    mutating func decide(_ job: Job) -> PlanEntry.Fate {
        let id = job.id.lowercased()
        let state = ended.needs(of: id)
        let fate = fate(of: job, needs: state)
        ended.end(FinishedJob(id: job.id, result: fate.result), isNotRun: fate.isNotRun)
        return fate
    }

    private mutating func fate(of job: Job, needs: NeedsState) -> PlanEntry.Fate {
        if let blocker = ended.notRunNeed(of: job.id),
            (try? planner.isWanted(job, needs: needs)) != true
        {
            return .notRun(reason: "`\(blocker.id)`, which it needs, is not run here")
        }
        if let reason = UnknownNeeds.inCondition(of: job), !isStopped(job, needs: needs) {
            return .unresolved(reason: reason)
        }
        if let reason = UnknownNeeds.inKeys(of: job),
            (try? planner.isWanted(job, needs: needs)) == true
        {
            return .unresolved(reason: reason)
        }
        switch planner.decide(job, needs: needs) {
        case .skip(let reason): return .skipped(reason: reason)
        case .fail(let failure):
            diagnostics.append(failure.diagnostic)
            return .invalid(reason: failure.message)
        case .notRun(let reason): return .notRun(reason: reason)
        case .run(let legs): return fate(of: legs)
        }
    }

    /// Whether the implied `success()` alone makes the condition false.
    private func isStopped(_ job: Job, needs: NeedsState) -> Bool {
        job.condition?.isGuarded == true && needs.ancestors.contains { $0.result != .success }
    }

    private mutating func fate(of legs: [PlannedLeg]) -> PlanEntry.Fate {
        switch LegFilters(legFilters).choose(from: legs) {
        case .none(let reason): return .notRun(reason: reason)
        case .legs(let chosen):
            var jobs: [PlannedJob] = []
            var calls: [PlanCall] = []
            for leg in chosen {
                switch leg {
                case .job(let job): jobs.append(job)
                case .call(let call): calls.append(plan(call))
                }
            }
            return calls.isEmpty ? .legs(jobs) : .calls(calls)
        }
    }

    private mutating func plan(_ call: PlannedCall) -> PlanCall {
        PlanCall(
            call: call,
            jobs: RunPlan.entries(
                call.workflow,
                planner: planner.inside(call),
                selection: selection.inside(call.job),
                legFilters: legFilters,
                diagnostics: &diagnostics
            )
        )
    }
}
