package import Diagnostics
import Execution
import Expressions
import Planning
import Workflows
import Workspaces

/// What would run, decided without running anything.
package struct PlanReport: Sendable {
    /// The plans, one a workflow.
    private(set) var plans: [RunPlan] = []
    private var explanations: [PlanExplanation] = []
    private let leftOut: [Selection.LeftOut]
    /// The workflows that have errors.
    private var broken: [Selection.Chosen] = []
    /// Why nothing would run, where filters keep the event from starting any workflow.
    package private(set) var nothingStarted: SessionError?
    /// What GitHub would refuse of the inputs.
    package private(set) var refusals: [Diagnostic] = []
    /// What is wrong with the workflows; errors mean that there is no plan for their files.
    package private(set) var diagnostics: [Diagnostic]
    /// The texts of the workflows, for excerpts.
    package let sources: [SourceFile]

    /// The bytes of the plans as JSON, one a workflow, in pieces; written when asked for, those of
    /// a large plan by all cores of the machine.
    ///
    /// A workflow that its filters keep from starting has `notStarted` and no jobs; one that is not
    /// valid has `diagnostics` in the form of `check`, and no jobs.
    package func json(_ machine: MachineFacts) -> [[UInt8]] {
        let size = sources.reduce(0) { $0 + $1.text.utf8.count }
        let workers = Workers.threads(machine, file: size)
        let made =
            isExplained
            ? explanations.map { [Array($0.json.utf8)] } : plans.map { $0.jsonPieces(workers) }
        var pieces = [Array(#"{"version":1,"plans":["#.utf8)]
        for (index, plan) in (made + others.map { [Array($0.utf8)] }).enumerated() {
            if index > 0 { pieces.append(Array(",\n".utf8)) }
            pieces += plan
        }
        return pieces + [Array("]}\n".utf8)]
    }

    private var others: [String] { leftOut.map(\.json) + broken.map(\.jsonOfErrors) }

    /// The plan for people; written when asked for.
    package var text: String {
        let texts =
            (isExplained ? explanations.map(\.text) : plans.map(\.text)) + leftOut.map(\.text)
        return texts.joined(separator: "\n")
    }

    /// Whether the plans are explained.
    private var isExplained: Bool { !explanations.isEmpty }

    /// Plans what the request would run.
    ///
    /// - Parameters:
    ///   - request: What would run.
    ///   - isExplained: Whether `json` and `text` say why.
    /// - Returns: The plans of all workflows that are sound.
    /// - Throws: `SessionError` for a request that leads to no plan.
    package static func make(
        _ request: RunRequest,
        explained isExplained: Bool = false
    ) async throws(SessionError) -> PlanReport {
        let project = try await Project.open(request)
        var selection = try await project.choose(request)
        let (configuration, problems) = project.configuration()
        selection = selection.withCalls(
            project,
            .withoutFetching(request, configuration, root: project.root)
        )
        let chosen = selection.chosen
        var report = PlanReport(
            leftOut: selection.leftOut,
            broken: chosen.filter(\.document.isBroken),
            diagnostics: problems + selection.neighbours + chosen.flatMap(\.document.diagnostics),
            sources: chosen.flatMap(\.document.sources)
        )
        guard !problems.contains(where: { $0.severity == .error }),
            chosen.isEmpty || !chosen.allSatisfy(\.document.isBroken)
        else { return report }
        let workflows: [Selection.Chosen]
        do throws(SessionError) {
            workflows = try selection.narrowed(to: request)
        } catch {
            guard case .nothingStarted = error else { throw error }
            report.nothingStarted = error
            return report
        }
        let values = try values(of: request, configuration, project: project)
        report.diagnostics += values.diagnostics
        let images = RunnerImages(request, configuration)
        for workflow in workflows {
            await report.add(workflow, request, selection.revision, values, images, isExplained)
        }
        try check(request, against: report.plans)
        return report
    }

    /// Adds the plan of a workflow.
    private mutating func add(
        _ chosen: Selection.Chosen,
        _ request: RunRequest,
        _ revision: Revision,
        _ values: RunValues,
        _ images: RunnerImages,
        _ isExplained: Bool
    ) async {
        guard let workflow = chosen.document.workflow else { return }
        // They are looked for while the jobs are planned.
        async let missing = values.missing(in: chosen, request)
        let started = StartedWorkflow(
            workflow,
            event: chosen.event,
            revision: revision,
            values: values,
            token: "",
            runNumber: 1
        )
        var planner = started.planner(
            workflow,
            vars: values.variables,
            called: chosen.document.called
        )
        if request.engine == .container { planner.obstacle = { images.obstacle(to: $0) } }
        let plan = chosen.plan(workflow, planner, request)
        plans.append(plan)
        if isExplained {
            explanations.append(
                PlanExplanation(plan, of: workflow, planner: planner, filters: chosen.verdict)
            )
        }
        refusals += started.inputs.refusals
        let notes = chosen.event.notes + started.event.forkNote + started.inputs.notes
        diagnostics += notes.filter { !diagnostics.contains($0) }
        diagnostics += started.inputs.diagnostics
        diagnostics += await missing
        diagnostics += plan.diagnostics
    }

    /// Refuses a `--matrix` that speaks of no job, where all matrices are known.
    private static func check(
        _ request: RunRequest,
        against plans: [RunPlan]
    ) throws(SessionError) {
        guard !request.matrix.isEmpty else { return }
        let keys = plans.compactMap(\.matrixKeys)
        let filters = LegFilters(request.matrix.map { ($0.key, $0.value) })
        guard keys.count == plans.count, let problem = filters.problem(among: keys.flatMap(\.self))
        else { return }
        throw .unknownMatrixKey(reason: problem)
    }

    private static func values(
        of request: RunRequest,
        _ configuration: ProjectConfiguration,
        project: Project
    ) throws(SessionError) -> RunValues {
        do {
            return try RunValues(request, configuration, root: project.root, runID: "")
        } catch {
            throw .input(reason: error.description)
        }
    }
}

extension StartedWorkflow {
    /// What plans its jobs.
    fileprivate func planner(
        _ workflow: Workflow,
        vars: ExpressionValue,
        called: CalledWorkflows
    ) -> JobPlanner {
        var planner = JobPlanner(
            contexts: .init(github: .object(github), inputs: inputs.context, vars: vars),
            called: called,
            permissions: workflow.permissions
        )
        planner.isReadOnly = event.isOfFork
        return planner
    }
}

extension Selection.Chosen {
    /// The plan of the jobs that a request wants.
    fileprivate func plan(
        _ workflow: Workflow,
        _ planner: JobPlanner,
        _ request: RunRequest
    ) -> RunPlan {
        RunPlan.make(
            workflow,
            planner: planner,
            selection: selection(request),
            legFilters: request.matrix.map { ($0.key, $0.value) },
            workers: .threads(request.machine, file: document.source.text.utf8.count)
        )
    }

    /// A workflow with errors for programs.
    fileprivate var jsonOfErrors: String {
        let entries: [(String, ExpressionValue)] = [
            ("workflow", .string(document.name)), ("file", .string(document.path)),
            ("event", .string(event.name)), ("jobs", .array([])),
        ]
        let head = ExpressionValue.object(entries).toJSON(pretty: false).dropLast()
        return head + #","diagnostics":"# + DiagnosticRenderer.jsonArray(document.diagnostics) + "}"
    }
}

extension Selection.LeftOut {
    /// The workflow for people: why it does not start.
    fileprivate var text: String {
        let refusal = verdict.refusal.map { "`\($0.filter.rawValue)`: \($0.reason)" } ?? ""
        return "\(document.name) (\(document.path)), not started by `\(event.name)`: \(refusal)\n"
    }

    /// The workflow for programs.
    fileprivate var json: String {
        let refusal = verdict.refusal
        let entries: [(String, ExpressionValue)] = [
            ("workflow", .string(document.name)), ("file", .string(document.path)),
            ("event", .string(event.name)), ("jobs", .array([])),
            (
                "notStarted",
                .object([
                    ("filter", .string(refusal?.filter.rawValue ?? "")),
                    ("reason", .string(refusal?.reason ?? "")),
                ])
            ),
        ]
        return ExpressionValue.object(entries).toJSON(pretty: false)
    }
}
