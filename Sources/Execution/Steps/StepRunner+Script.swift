import Expressions
import InitProtocol
import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// A `run` step with nothing left to evaluate.
    private struct ScriptCommand {
        let script: String
        let shell: ShellTemplate
        let workingDirectory: String
    }

    /// Runs the script of a `run` step.
    func runScript(
        _ run: RunStep,
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async throws(EvaluationFailure) -> StepVerdict {
        let command: ScriptCommand
        do {
            command = try await resolve(run, attempt, scope: scope.ofScript, state: state)
        } catch let error as ShellError {
            await job.report(.error, error.description, step: attempt.planned.key)
            return StepVerdict(.failure, reason: error.description)
        } catch let error as EvaluationFailure {
            throw error
        } catch {
            preconditionFailure("resolving a script throws what its signature cannot say")
        }
        let environment = processEnvironment(
            attempt,
            scope: scope.ofScript,
            state: state,
            services: await job.identityVariables(step: attempt.planned.key)
        )
        await printHeader(command, attempt)
        let script = "\(job.room.paths.temp)/\(job.names.next())\(command.shell.fileExtension)"
        do {
            var request = try request(command, script: script, environment, attempt)
            request.arguments = await foundByRunner(request, state)
            return try await execute(request, attempt, scope: &scope, state: &state)
        } catch let error as ShellError {
            await job.report(.error, error.description, step: attempt.planned.key)
            return StepVerdict(.failure, reason: error.description)
        } catch StepHostError.failed(let failure) {
            return await couldNotStart(command, failure, environment, attempt)
        } catch {
            return await couldNotRun(error, attempt)
        }
    }

    /// The arguments with the shell that the runner finds, on its own PATH after the folders that
    /// steps have added, whatever PATH the workflow sets for the script.
    ///
    /// In a job with `container:` the container's PATH counts.
    /// Source: actions/runner `ScriptHandler.RunAsync`, `WhichUtil.Which`
    private func foundByRunner(_ request: ProcessRequest, _ state: JobState) async -> [String] {
        let base = job.room.baseEnvironment.last { $0.name == "PATH" }?.value ?? ""
        let path = PathAdditions(state.pathEntries).path(before: base)
        guard !job.room.hasJobContainer, request.environment["PATH"] != path,
            let shell = request.arguments.first, !shell.contains("/"),
            let found = try? await job.room.host.find(shell, searchPath: path)
        else { return request.arguments }
        return [found] + request.arguments.dropFirst()
    }

    /// Reports, in GitHub's words where it has some, why a shell did not start.
    private func couldNotStart(
        _ command: ScriptCommand,
        _ failure: InitFailure,
        _ environment: [String: String],
        _ attempt: Attempt
    ) async -> StepVerdict {
        switch failure {
        case .programNotFound(let program, let path):
            await job.say(.output, "PATH: \(path)", step: attempt.planned.key)
            return await couldNotRun("\(program): command not found", attempt)
        case .workingDirectory(let folder, let error):
            let name = command.shell.command
            let found = try? await job.room.host.find(name, searchPath: environment["PATH"] ?? "")
            let text =
                "An error occurred trying to start process '\(found ?? name)' with working "
                + "directory '\(folder)'. \(error.text)"
            return await couldNotRun(text, attempt)
        default: return await couldNotRun(failure, attempt)
        }
    }

    /// Reports what kept a step from running.
    func couldNotRun(_ error: some Sendable, _ attempt: Attempt) async -> StepVerdict {
        if job.signal.isCancelled { return StepVerdict(.cancelled) }
        if let error = error as? any Error { job.loss.note(error) }
        let text = job.loss.reason ?? "\(error)"
        await job.report(.error, text, step: attempt.planned.key, at: attempt.step.span)
        return StepVerdict(.failure, reason: text)
    }

    private func resolve(
        _ run: RunStep,
        _ attempt: Attempt,
        scope: StepScope,
        state: JobState
    ) async throws -> ScriptCommand {
        let evaluation = evaluation(attempt, scope: scope, state: state)
        let defaults =
            scope.action == nil ? [job.plan.work.defaults, job.setup.workflow.defaults] : []
        let (script, shell, folder) = try await evaluation.read {
            (reader) throws(EvaluationFailure) -> (String, String, String) in
            // What comes out empty counts as not written.
            var shell = try reader.text(run.shell)
            var folder = try reader.text(run.workingDirectory)
            for case .some(let defaults) in defaults where shell.isEmpty || folder.isEmpty {
                let texts = try reader.defaults(defaults)
                if shell.isEmpty { shell = texts.shell }
                if folder.isEmpty { folder = texts.workingDirectory }
            }
            return (try reader.text(run.script), shell, folder)
        }
        let workspace = job.room.paths.workspace
        return ScriptCommand(
            script: script,
            shell: try ShellTemplate(
                shell: shell,
                isInJobContainer: job.room.hasJobContainer,
                hasBash: job.hasBash
            ),
            workingDirectory: folder.isEmpty
                ? workspace
                : job.paths.container(folder.hasPrefix("/") ? folder : "\(workspace)/\(folder)")
        )
    }

    private func printHeader(_ command: ScriptCommand, _ attempt: Attempt) async {
        let header = RunStepHeader(
            script: command.script,
            shell: command.shell,
            shellPath: nil,
            environment: attempt.shownEnvironment
        )
        await job.say(.group, header.title, step: attempt.planned.key)
        await job.say(.output, header.lines.joined(separator: "\n"), step: attempt.planned.key)
        await job.say(.endgroup, "", step: attempt.planned.key)
    }

    /// The process that runs the script.
    private func request(
        _ command: ScriptCommand,
        script: String,
        _ environment: [String: String],
        _ attempt: Attempt
    ) throws(ShellError) -> ProcessRequest {
        let file = PlacedFile(
            path: script,
            contents: Array(command.shell.prepared(command.script).utf8),
            ownAttributes,
            // A container goes away as a whole; on the host a script may hold secrets.
            isTemporary: isOnHost
        )
        return ProcessRequest(
            arguments: try command.shell.argv(scriptPath: script),
            environment: environment,
            workingDirectory: command.workingDirectory,
            user: job.room.user,
            placedFiles: [file] + placedFiles(attempt),
            collectedFiles: collectedFiles(attempt)
        )
    }
}
