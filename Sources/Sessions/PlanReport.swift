package import Diagnostics
import Execution
import Expressions
import Planning
import Workflows
import Workspaces

/// What would run, decided without running anything.
package struct PlanReport: Sendable {
    /// The plan as JSON: an array with one plan a workflow.
    package let json: String
    /// The plan for people.
    package let text: String
    /// What is wrong with the workflows; errors mean that there is no plan for their files.
    package let diagnostics: [Diagnostic]
    /// The texts of the workflows, for excerpts.
    package let sources: [SourceFile]

    /// Plans what the request would run.
    package static func make(
        _ request: RunRequest
    ) async throws(SessionError) -> PlanReport {
        let project = try Project(request)
        let chosen = try project.choose(request)
        let repository: GitRepository
        do {
            repository = try await GitRepository.open(
                at: project.root,
                git: GitCommand(environment: request.machine.environment)
            )
        } catch {
            throw .repository(reason: "\(error)")
        }
        let values = try values(of: request, project: project)
        var plans: [RunPlan] = []
        var diagnostics = values.diagnostics
        for workflow in chosen {
            diagnostics += workflow.document.diagnostics
            guard !workflow.document.isBroken, let parsed = workflow.document.workflow else {
                continue
            }
            let (plan, problems) = try plan(
                parsed,
                event: workflow.event,
                request,
                repository,
                values: values
            )
            plans.append(plan)
            diagnostics += problems + plan.diagnostics
        }
        return PlanReport(
            json: "[" + plans.map(\.json).joined(separator: ",\n") + "]\n",
            text: plans.map(\.text).joined(separator: "\n"),
            diagnostics: diagnostics,
            sources: chosen.map(\.document.source)
        )
    }

    private static func values(
        of request: RunRequest,
        project: Project
    ) throws(SessionError) -> RunValues {
        let (configuration, _) = project.configuration()
        do {
            return try RunValues(request, configuration, root: project.root, runID: "")
        } catch {
            throw .input(reason: error.description)
        }
    }

    private static func plan(
        _ workflow: Workflow,
        event: String,
        _ request: RunRequest,
        _ repository: GitRepository,
        values: RunValues
    ) throws(SessionError) -> (RunPlan, [Diagnostic]) {
        for id in request.jobs where workflow.job(id) == nil {
            throw .unknownJob(id, workflow: workflow.file, known: workflow.jobs.map(\.id))
        }
        let event = try Event(
            name: event,
            request: request,
            inputs: values.inputs,
            repository: repository
        )
        let (inputs, problems) = DispatchInputs.context(
            workflow,
            event: event.name,
            given: values.inputs
        )
        let context = GitHubContext(
            repository: repository,
            event: event,
            workflow: workflow,
            runNumber: 1,
            token: ""
        )
        let planner = JobPlanner(
            contexts: .init(
                github: .object(context.entries),
                inputs: inputs,
                vars: values.variables
            )
        )
        let plan = RunPlan.make(
            workflow,
            planner: planner,
            selection: request.jobs.isEmpty
                ? nil : Set(NeedsGraph(workflow).closure(of: request.jobs)),
            legFilters: request.matrix.map { ($0.key, $0.value) }
        )
        return (plan, problems)
    }
}
