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
        /// Where the runner finds the shell; nil in a job container, where it does not look.
        let shellPath: String?
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
        } catch let error as EvaluationFailure {
            throw error
        } catch {
            return await couldNotRun(error, attempt)
        }
        let environment = processEnvironment(
            attempt,
            scope: scope.ofScript,
            state: state,
            services: await job.identityVariables(step: attempt.planned.key)
        )
        await printHeader(command, attempt)
        guard job.room.hasJobContainer || command.shellPath != nil else {
            return await couldNotRun("\(command.shell.command): command not found", attempt)
        }
        let script = "\(job.room.paths.temp)/\(job.names.next())\(command.shell.fileExtension)"
        do {
            let request = try request(command, script: script, environment, attempt)
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

    /// How a script is run, with the shell that the runner finds, on its own PATH after the folders
    /// that steps have added, whatever PATH the workflow sets for the script.
    ///
    /// In a job with `container:` the container's PATH counts.
    private func shell(
        named name: String,
        pathEntries: [String]
    ) async throws(StepHostError) -> (ShellTemplate, path: String?) {
        guard !job.room.hasJobContainer else {
            return (ShellTemplate(shell: name, isInJobContainer: true, hasBash: false), nil)
        }
        let base = job.room.baseEnvironment.last { $0.name == "PATH" }?.value ?? ""
        let path = PathAdditions(pathEntries).path(before: base)
        let bash = name.isEmpty ? try await job.shells.path(of: "bash", searchPath: path) : nil
        let shell = ShellTemplate(shell: name, isInJobContainer: false, hasBash: bash != nil)
        if let bash { return (shell, bash) }
        return (shell, try await job.shells.path(of: shell.command, searchPath: path))
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
            var found = command.shellPath
            if found == nil {
                let path = environment["PATH"] ?? ""
                found = try? await job.room.host.find(name, searchPath: path)
            }
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
        let defaults = scope.defaults
        let (script, name, folder) = try await evaluation.read {
            (reader) throws(EvaluationFailure) -> (String, String, String) in
            // As the runner has it: an empty shell counts as not written, an empty folder does not.
            var shell = try reader.text(run.shell)
            if shell.isEmpty { shell = defaults.shell }
            var folder = defaults.workingDirectory
            if let written = run.workingDirectory { folder = try reader.text(written) }
            return (try reader.text(run.script), shell, folder)
        }
        let workspace = job.room.paths.workspace
        let (shell, path) = try await shell(
            named: name,
            pathEntries: scope.pathEntries(state)
        )
        return ScriptCommand(
            script: script,
            shell: shell,
            shellPath: path,
            workingDirectory: folder.isEmpty
                ? workspace
                : job.paths.container(folder.hasPrefix("/") ? folder : "\(workspace)/\(folder)")
        )
    }

    private func printHeader(_ command: ScriptCommand, _ attempt: Attempt) async {
        let isThere = job.room.hasJobContainer || command.shellPath != nil
        let header = RunStepHeader(
            script: command.script,
            shell: isThere ? command.shell : nil,
            shellPath: command.shellPath,
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
        var arguments = try command.shell.argv(scriptPath: script)
        if let path = command.shellPath { arguments[0] = path }
        return ProcessRequest(
            arguments: arguments,
            environment: environment,
            workingDirectory: command.workingDirectory,
            user: job.room.user,
            placedFiles: [file] + placedFiles(attempt),
            collectedFiles: collectedFiles(attempt)
        )
    }
}
