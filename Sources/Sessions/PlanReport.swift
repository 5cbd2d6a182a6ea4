package import Diagnostics
import Execution
import Expressions
import Planning
import Workflows
import Workspaces

/// What would run, decided without running anything.
package struct PlanReport: Sendable {
    /// The plans, one a workflow.
    let plans: [RunPlan]
    private var explanations: [PlanExplanation] = []
    /// What is wrong with the workflows; errors mean that there is no plan for their files.
    package let diagnostics: [Diagnostic]
    /// The texts of the workflows, for excerpts.
    package let sources: [SourceFile]

    /// The bytes of the plan as JSON, an array with one plan a workflow; written when asked for.
    package var json: [UInt8] {
        let texts =
            isExplained ? explanations.map { Array($0.json.utf8) } : plans.map(\.jsonBytes)
        var bytes = Array("[".utf8)
        for (index, text) in texts.enumerated() {
            bytes += (index > 0 ? ",\n" : "").utf8
            bytes += text
        }
        bytes += "]\n".utf8
        return bytes
    }

    /// The plan for people; written when asked for.
    package var text: String {
        (isExplained ? explanations.map(\.text) : plans.map(\.text)).joined(separator: "\n")
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
        // git answers while the workflows are read.
        let asked = Task { () async -> Result<Revision, SessionError> in
            do throws(SessionError) {
                return .success(try await project.currentRevision(request))
            } catch {
                return .failure(error)
            }
        }
        defer { asked.cancel() }
        let choice = try project.choose(request)
        let chosen = choice.chosen
        let sound = chosen.filter { !$0.document.isBroken }
        let (configuration, problems) = project.configuration()
        var diagnostics =
            problems + choice.neighbours + chosen.flatMap(\.document.diagnostics)
        guard !problems.contains(where: { $0.severity == .error }), !sound.isEmpty else {
            return PlanReport(
                plans: [],
                diagnostics: diagnostics,
                sources: chosen.map(\.document.source)
            )
        }
        let workflows = try Project.narrow(sound, to: request)
        let revision = try await asked.value.get()
        let values = try values(of: request, configuration, project: project)
        var plans: [RunPlan] = []
        var explanations: [PlanExplanation] = []
        diagnostics += values.diagnostics
        for workflow in workflows {
            guard let parsed = workflow.document.workflow else { continue }
            let (planner, problems) = try planner(
                parsed,
                workflow,
                request,
                revision,
                values: values
            )
            let plan = plan(parsed, planner, request)
            plans.append(plan)
            if isExplained {
                explanations.append(
                    PlanExplanation(plan, of: parsed, planner: planner, filters: nil)
                )
            }
            diagnostics += problems + plan.diagnostics
        }
        return PlanReport(
            plans: plans,
            explanations: explanations,
            diagnostics: diagnostics,
            sources: chosen.map(\.document.source)
        )
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

    private static func planner(
        _ workflow: Workflow,
        _ chosen: Project.Chosen,
        _ request: RunRequest,
        _ revision: Revision,
        values: RunValues
    ) throws(SessionError) -> (JobPlanner, [Diagnostic]) {
        let event = try Event(
            name: chosen.event,
            request: request,
            inputs: values.inputs,
            revision: revision
        )
        let context = GitHubContext(
            revision: revision,
            event: event,
            workflow: workflow,
            runNumber: 1,
            token: ""
        )
        let inputs = context.inputs(values)
        let planner = JobPlanner(
            contexts: .init(
                github: .object(context.entries),
                inputs: inputs.context,
                vars: values.variables
            )
        )
        return (planner, inputs.diagnostics)
    }

    private static func plan(
        _ workflow: Workflow,
        _ planner: JobPlanner,
        _ request: RunRequest
    ) -> RunPlan {
        RunPlan.make(
            workflow,
            planner: planner,
            selection: request.jobs.isEmpty
                ? nil : Set(NeedsGraph(workflow).closure(of: request.jobs)),
            legFilters: request.matrix.map { ($0.key, $0.value) }
        )
    }
}
