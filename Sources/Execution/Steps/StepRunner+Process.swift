import InitProtocol
import Planning
import RunEvents
import Workflows

/// Where the process of a step runs, and what it sees there.
struct ProcessPlace: Sendable {
    /// The job, or a container of the step's own.
    let host: any StepHost
    /// Where the runner's folders are.
    let paths: PathTranslation
    /// How it is run there, where that is not the host's own way.
    var runner: ProcessSupervisor.Run?
}

extension StepRunner {
    /// Whether steps are processes of this machine, with the user we have.
    var isOnHost: Bool { job.room.user.isEmpty }

    /// Who may read the files that a step is given.
    var ownAttributes: FileAttributes {
        // Without a user of its own a step has ours, and other users of the machine are near.
        FileAttributes(mode: isOnHost ? 0o600 : 0o644, owner: job.room.user)
    }

    /// The step's environment files, which are empty at first.
    func placedFiles(_ attempt: Attempt) -> [PlacedFile] {
        attempt.files.all.map { PlacedFile(path: $0, ownAttributes, isTemporary: true) }
    }

    /// The step's environment files, to be read when its process has ended.
    func collectedFiles(_ attempt: Attempt) -> [FileCollection] {
        attempt.files.all.map { FileCollection(path: $0) }
    }

    /// Runs a step's process, shows its log, and carries out what the process said.
    ///
    /// It runs in the job unless another place is named; the environment files are collected in
    /// their order.
    func execute(
        _ request: ProcessRequest,
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState,
        at place: ProcessPlace? = nil
    ) async throws(StepHostError) -> StepVerdict {
        let place = place ?? ProcessPlace(host: job.room.host, paths: job.paths)
        let log = StepLog(
            job: job.key,
            step: attempt.planned.key,
            sink: job.sink,
            masks: job.masks,
            settings: commandSettings(attempt, paths: place.paths),
            matching: StepMatchers(job, output: place.paths),
            recorded: scope.action?.recorded ?? [:]
        )
        let supervisor = ProcessSupervisor(
            host: place.host,
            signal: job.signal,
            runner: place.runner
        )
        let result: ProcessSupervisor.End
        do {
            let output = ProcessOutput(
                { await log.consume($0, from: .output) },
                errors: { await log.consume($0, from: .errors) }
            )
            result = try await supervisor.run(request, until: attempt.interruption, output: output)
        } catch {
            // What the process said before its job was lost is shown and still counts.
            _ = await apply(await log.finish(), [], attempt, &scope, &state)
            throw error
        }
        let effects = await log.finish()
        scope.action?.recorded = await log.recorded
        var verdict = await verdict(of: result, attempt, isInner: scope.action != nil)
        let files = zip(attempt.files.all, result.exit?.files ?? []).map { path, file in
            CollectedFile(path: path, content: file.content)
        }
        if await !apply(effects, files, attempt, &scope, &state) {
            verdict.outcome = verdict.outcome == .success ? .failure : verdict.outcome
            verdict.reason = verdict.reason ?? "a workflow command or environment file is wrong"
        }
        return verdict
    }

    /// What the end of a process means for its step, said in the step's log.
    func verdict(
        of result: ProcessSupervisor.End,
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
        // An action says itself what went wrong.
        case nil where verdict.outcome == .failure && attempt.step.isScript:
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

    private func commandSettings(_ attempt: Attempt, paths: PathTranslation) -> CommandSettings {
        var settings = CommandSettings()
        settings.isDebugging = job.setup.isDebug
        settings.workspace = job.room.paths.expressionWorkspace
        settings.paths = paths
        settings.readPermissions(from: attempt.environment.map { ($0.name, $0.value) })
        return settings
    }
}

extension Step {
    /// Whether it runs a script, not an action.
    fileprivate var isScript: Bool {
        if case .run = kind { true } else { false }
    }
}
