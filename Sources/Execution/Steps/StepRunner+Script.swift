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
        let environment = processEnvironment(attempt, scope: scope.ofScript, state: state)
        await printHeader(command, attempt)
        let script = "\(job.room.paths.temp)/\(job.names.next())\(command.shell.fileExtension)"
        do {
            return try await execute(
                command,
                script: script,
                environment: environment,
                attempt,
                &scope,
                &state
            )
        } catch let error as ShellError {
            await job.report(.error, error.description, step: attempt.planned.key)
            return StepVerdict(.failure, reason: error.description)
        } catch StepHostError.failed(let failure) {
            return await couldNotStart(command, failure, environment, attempt)
        } catch {
            return await couldNotRun(error, attempt)
        }
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
        let shells = [run.shell] + defaults.map { $0?.shell }
        let folders = [run.workingDirectory] + defaults.map { $0?.workingDirectory }
        let (script, shell, folder) = try await evaluation.read {
            (reader) throws(EvaluationFailure) -> (String, String, String) in
            (
                try reader.text(run.script), try Self.firstText(of: shells, reader),
                try Self.firstText(of: folders, reader)
            )
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

    /// The first text that is there and not empty; what comes out empty counts as not written.
    private static func firstText(
        of templates: [Located<Template>?],
        _ reader: TemplateReader
    ) throws(EvaluationFailure) -> String {
        for case .some(let template) in templates {
            let text = try reader.text(template)
            if !text.isEmpty { return text }
        }
        return ""
    }

    private func printHeader(_ command: ScriptCommand, _ attempt: Attempt) async {
        var environment: [(name: String, value: String)] = []
        for entry in attempt.environment {
            environment.removeAll { $0.name == entry.name }
            environment.append((entry.name, entry.value))
        }
        let header = RunStepHeader(
            script: command.script,
            shell: command.shell,
            shellPath: nil,
            environment: environment
        )
        await job.say(.group, header.title, step: attempt.planned.key)
        await job.say(.output, header.lines.joined(separator: "\n"), step: attempt.planned.key)
        await job.say(.endgroup, "", step: attempt.planned.key)
    }

    /// The script, and the step's environment files, which are empty at first.
    private func placedFiles(
        _ attempt: Attempt,
        script: String,
        command: ScriptCommand
    ) -> [PlacedFile] {
        // Without a user of its own a step has ours, and other users of the machine are near.
        let isOnHost = job.room.user.isEmpty
        let owned = FileAttributes(mode: isOnHost ? 0o600 : 0o644, owner: job.room.user)
        let file = PlacedFile(
            path: script,
            contents: Array(command.shell.prepared(command.script).utf8),
            owned,
            // A container goes away as a whole; on the host a script may hold secrets.
            isTemporary: isOnHost
        )
        return [file] + attempt.files.all.map { PlacedFile(path: $0, owned, isTemporary: true) }
    }

    private func execute(
        _ command: ScriptCommand,
        script: String,
        environment: [String: String],
        _ attempt: Attempt,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async throws -> StepVerdict {
        let log = StepLog(
            job: job.key,
            step: attempt.planned.key,
            sink: job.sink,
            masks: job.masks,
            settings: commandSettings(attempt),
            matching: StepMatchers(job)
        )
        let request = ProcessRequest(
            arguments: try command.shell.argv(scriptPath: script),
            environment: environment,
            workingDirectory: command.workingDirectory,
            user: job.room.user,
            placedFiles: placedFiles(attempt, script: script, command: command),
            collectedFiles: attempt.files.all.map { FileCollection(path: $0) }
        )
        let supervisor = ProcessSupervisor(host: job.room.host, signal: job.signal)
        let result: ProcessSupervisor.Result
        do {
            result = try await supervisor.run(request, until: attempt.interruption) { bytes in
                await log.consume(bytes)
            }
        } catch {
            // What the process said before its job was lost is shown and still counts.
            _ = await apply(await log.finish(), [], attempt, &scope, &state)
            throw error
        }
        let effects = await log.finish()
        var verdict = await verdict(of: result, attempt, isInner: scope.action != nil)
        if await !apply(effects, result.exit?.files ?? [], attempt, &scope, &state) {
            verdict.outcome = verdict.outcome == .success ? .failure : verdict.outcome
            verdict.reason = verdict.reason ?? "a workflow command or environment file is wrong"
        }
        return verdict
    }

    /// What the end of a process means for its step, said in the step's log.
    func verdict(
        of result: ProcessSupervisor.Result,
        _ attempt: Attempt,
        isInner: Bool
    ) async -> StepVerdict {
        var verdict = result.exit.map { StepVerdict($0) } ?? StepVerdict(.cancelled)
        switch result.stop {
        case .cancelled where job.signal.cause == .jobTimeout:
            verdict.outcome = .cancelled
            verdict.reason = "the job has exceeded its time of \(job.plan.timeoutMinutes) minutes"
            await job.say(.error, "The operation was canceled.", step: attempt.planned.key)
        case .cancelled:
            verdict.outcome = .cancelled
            await job.say(.error, "The operation was canceled.", step: attempt.planned.key)
        case .timedOut:
            let text = isInner ? "The action has timed out." : timeoutText(attempt)
            verdict.outcome = .failure
            verdict.reason = text
            await job.report(.error, text, step: attempt.planned.key, at: attempt.step.span)
        case nil where verdict.outcome == .failure:
            await job.report(
                .error,
                "Process completed with exit code \(verdict.exitStatus ?? 0).",
                step: attempt.planned.key,
                at: attempt.step.span
            )
        case nil:
            break
        }
        return verdict
    }

    /// GitHub's words for a step that ran longer than its `timeout-minutes`.
    func timeoutText(_ attempt: Attempt) -> String {
        (attempt.isBeside ? "The background step" : "The action")
            + " '\(attempt.name)' has timed out after \(attempt.timeoutMinutes ?? 0) minutes."
    }

    private func commandSettings(_ attempt: Attempt) -> CommandSettings {
        var settings = CommandSettings()
        settings.isDebugging = job.setup.isDebug
        settings.workspace = job.room.paths.expressionWorkspace
        settings.paths = job.paths
        settings.readPermissions(from: attempt.environment.map { ($0.name, $0.value) })
        return settings
    }
}
