import Diagnostics
import Expressions
import Planning
import Workflows

extension ProjectContexts {
    /// Adds what the workflow, and the job and the step that were asked for, say.
    mutating func add(
        _ workflow: Workflow?,
        _ request: RunRequest,
        step: String?,
        environment: [(name: String, value: String)]
    ) throws(SessionError) {
        var templates = [workflow?.env]
        let job = request.jobs.first.flatMap { workflow?.job($0) }
        if let workflow, let job {
            addJob(job, of: workflow, request)
            if case .steps(let work) = job.kind { templates.append(work.env) }
        }
        let entries = addEnvironment(environment, templates.compactMap(\.self))
        if let job, let step { try addStep(step, of: job, environment: entries) }
    }

    /// The `env` of the run, the workflow and the job, each seeing what stands before.
    @discardableResult
    mutating func addEnvironment(
        _ given: [(name: String, value: String)],
        _ templates: [ValueTemplate]
    ) -> [(name: String, value: String)] {
        var entries = given
        for template in templates {
            values["env"] = Self.environment(entries)
            do throws(EvaluationFailure) {
                entries += try TemplateReader(EvaluationContext(values)).textMapping(template)
            } catch {
                diagnostics.append(error.diagnostic)
            }
        }
        values["env"] = Self.environment(entries)
        return entries
    }

    private static func environment(
        _ entries: [(name: String, value: String)]
    ) -> ExpressionValue {
        .object(entries.map { ($0.name, .string($0.value)) }, caseSensitive: true)
    }

    private mutating func addJob(_ job: Job, of workflow: Workflow, _ request: RunRequest) {
        let planner = JobPlanner(
            contexts: .init(
                github: values["github"] ?? .null,
                inputs: values["inputs"] ?? .null,
                vars: values["vars"] ?? .null
            ),
            called: called
        )
        let plan = RunPlan.make(
            workflow,
            planner: planner,
            selection: JobSelection(paths: [job.id], of: workflow, called: called),
            legFilters: request.matrix.map { ($0.key, $0.value) }
        )
        if case .object(let github)? = values["github"] {
            values["github"] = .object(github.entries.map { ($0, $1) } + [("job", .string(job.id))])
        }
        let needs = job.needs.map { FinishedJob(id: $0.value, result: .success) }
        values["needs"] = .object(needs.map { ($0.id, $0.contextValue) })
        remarks["needs"] =
            needs.isEmpty
            ? "`needs` is empty: `\(job.id)` needs no job"
            : "every job of `needs` is taken to have succeeded, without outputs"
        let entry = plan.jobs.first { $0.id == job.id }
        addLegs(entry?.fate, of: job)
    }

    private mutating func addLegs(_ fate: PlanEntry.Fate?, of job: Job) {
        (remarks["matrix"], remarks["strategy"]) = (nil, nil)
        let legs = fate?.allLegs ?? []
        guard let leg = legs.first else {
            let note = fate?.reason.map { ": \($0)" } ?? ""
            remarks["matrix"] = "`matrix` is not known: `\(job.id)` has no legs\(note)"
            remarks["strategy"] = "`strategy` is not known: `\(job.id)` has no legs\(note)"
            return
        }
        values["matrix"] = leg.leg.context
        values["strategy"] = leg.strategy.context
        if case .job(let planned) = leg, case .object(let runner)? = values["runner"] {
            values["runner"] = .object(
                runner.entries.map { ($0, $1) }
                    + [("environment", .string(planned.runner.environment))]
            )
        }
        if leg.leg.values == nil {
            remarks["matrix"] = "`matrix` is empty: `\(job.id)` has none"
        } else if legs.count > 1 {
            remarks["matrix"] =
                "`matrix` is that of `\(leg.name)`, the first of \(legs.count) legs; "
                + "`--matrix KEY:VALUE` chooses another"
        }
    }
}

extension PlanEntry.Fate {
    /// The legs, also those of a job that calls another workflow.
    fileprivate var allLegs: [PlannedLeg] {
        switch self {
        case .legs(let legs): legs.map { .job($0) }
        case .calls(let calls): calls.map { .call($0.call) }
        case .skipped, .unresolved, .notRun, .invalid: []
        }
    }

    /// Why there are no legs.
    fileprivate var reason: String? {
        switch self {
        case .legs, .calls: nil
        case .skipped(let reason), .unresolved(let reason), .notRun(let reason),
            .invalid(let reason):
            reason
        }
    }
}

extension Project {
    /// The workflow that an evaluation is meant for; nil when neither it nor a job is named.
    func chosenForEvaluation(
        _ request: RunRequest
    ) async throws(SessionError) -> (chosen: Selection.Chosen, revision: Revision)? {
        var request = request
        if request.workflow == nil {
            guard let id = request.jobs.first else { return nil }
            let workflows = files.map { document($0, request.machine) }
            let holders = workflows.filter { $0.workflow?.job(id) != nil }
            let event = request.event ?? "push"
            let started = holders.first { $0.workflow?.on.trigger(event) != nil }
            guard let holder = started ?? holders.first else {
                let jobs = workflows.flatMap { $0.workflow?.jobs ?? [] }
                throw .jobNowhere(id, known: jobs.map(\.id))
            }
            request.workflow = holder.path
        }
        let selection = try await choose(request)
        let isBroken = selection.chosen.allSatisfy(\.document.isBroken)
        let chosen = isBroken ? selection.chosen : try selection.narrowed(to: request)
        return chosen.first.map { ($0, selection.revision) }
    }
}
