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
        var plans: [RunPlan] = []
        for workflow in chosen where !workflow.document.isBroken {
            guard let parsed = workflow.document.workflow else { continue }
            plans.append(
                try plan(parsed, event: workflow.event, request, repository, project: project)
            )
        }
        return PlanReport(
            json: "[" + plans.map(\.json).joined(separator: ",\n") + "]\n",
            text: plans.map(\.text).joined(separator: "\n"),
            diagnostics: chosen.flatMap(\.document.diagnostics),
            sources: chosen.map(\.document.source)
        )
    }

    private static func plan(
        _ workflow: Workflow,
        event: String,
        _ request: RunRequest,
        _ repository: GitRepository,
        project: Project
    ) throws(SessionError) -> RunPlan {
        let event = try Event(
            name: event,
            request: request,
            inputs: request.inputs,
            repository: repository
        )
        let (inputs, _) = DispatchInputs.context(
            workflow,
            event: event.name,
            given: request.inputs
        )
        let context = GitHubContext(
            repository: repository,
            event: event,
            workflow: workflow,
            runNumber: 1,
            token: ""
        )
        let variables = ExpressionValue.object(
            request.variables.sorted { $0.key < $1.key }.map { ($0, .string($1)) }
        )
        let planner = JobPlanner(
            contexts: .init(github: .object(context.entries), inputs: inputs, vars: variables)
        )
        let selection: Set<String>? =
            request.jobs.isEmpty ? nil : Set(NeedsGraph(workflow).closure(of: request.jobs))
        for id in request.jobs where workflow.job(id) == nil {
            throw .unknownJob(id, workflow: workflow.file, known: workflow.jobs.map(\.id))
        }
        return RunPlan.make(workflow, planner: planner, selection: selection)
    }
}
