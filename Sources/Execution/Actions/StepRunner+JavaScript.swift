import InitProtocol
import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// Runs a stage of a JavaScript action.
    ///
    /// Source: actions/runner `NodeScriptActionHandler`
    func runJavaScript(
        _ script: JavaScriptAction,
        of call: ActionCall,
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async -> StepVerdict {
        guard let entry = call.action.manifest.runs.entry(of: attempt.stage) else {
            preconditionFailure("a stage without a file is never begun")
        }
        let file = entry.hasPrefix("/") ? entry : "\(call.action.path)/\(entry)"
        var environment = processEnvironment(
            attempt,
            scope: scope,
            state: state,
            call: call,
            services: await job.serviceVariables(step: attempt.planned.key)
        )
        environment["NODE_ICU_DATA"] = nil
        let demand = NodeDemand(using: script.using.value, environment: attempt.environment)
        do {
            guard let entry = try await job.room.host.entry(at: file), entry.kind != .directory
            else { return await couldNotRun("File not found: '\(file)'", attempt) }
            guard let node = try await job.nodes.runtime(for: demand) else {
                return await unsupported(demand.absence(in: job.room), attempt, &state)
            }
            // Where no node of that line is to be had, it would not be true.
            if let remark = demand.remark, node.version.major == demand.major {
                await job.say(.output, remark, step: attempt.planned.key)
            }
            if let warning = demand.warning {
                await job.report(.warning, warning, step: attempt.planned.key)
            }
            let request = ProcessRequest(
                arguments: [node.program, file],
                environment: environment,
                workingDirectory: job.room.paths.workspace,
                user: job.room.user,
                placedFiles: placedFiles(attempt),
                collectedFiles: collectedFiles(attempt)
            )
            return try await execute(request, attempt, scope: &scope, state: &state)
        } catch {
            return await couldNotRun(error, attempt)
        }
    }
}
