import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// Starts a step whose condition holds beside those that follow.
    func startBeside(_ attempt: Attempt, scope: StepScope, state: JobState) {
        let signal = CancellationSignal()
        job.signal.pass(to: signal)
        var inner = job
        inner.signal = signal
        let runner = StepRunner(job: inner)
        let background = background
        let turn = background.queue(until: signal)
        let task = Task {
            await background.inTurn(turn) {
                await runner.runBeside(attempt, scope: scope, state: state)
            }
        }
        background.add(
            BackgroundSteps.Running(
                planned: attempt.planned,
                name: attempt.name,
                signal: signal,
                task: task
            )
        )
    }

    private func runBeside(
        _ attempt: Attempt,
        scope: StepScope,
        state: JobState
    ) async -> BackgroundSteps.End {
        var (attempt, scope, after) = (attempt, scope, state)
        // So that afterwards the state holds what the step has set, old values too, and no more.
        scope.jobEnvironment += state.environment
        scope.jobPathEntries = scope.pathEntries(state)
        after.environment = []
        after.pathEntries = []
        let conclusion: Conclusion
        if job.signal.isCancelled,
            !attempt.interruption.goesOn || job.signal.reason?.endsAll == true
        {
            conclusion = .cancelled
            await begin(attempt)
            var verdict = StepVerdict(.cancelled, reason: "cancelled before its turn came")
            // Whether its turn comes is chance; whether it can run here is none.
            if case .uses(let uses) = attempt.step.kind,
                case .unavailable(let reason) = job.setup.actions.resolve(uses.reference.value)
            {
                verdict = await unsupported(reason, attempt, &after)
            }
            await finish(attempt, verdict, conclusion: .cancelled, clock.now, &scope, &after)
        } else {
            conclusion = await complete(&attempt, from: clock.now, scope: &scope, state: &after)
        }
        return BackgroundSteps.End(
            after: after,
            conclusion: conclusion,
            isRealFailure: scope.hasRealFailure
        )
    }

    /// Does what a step does that waits for, ends or groups background steps.
    func control(
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async -> StepVerdict {
        let key = attempt.planned.key
        switch attempt.step.kind {
        case .wait(let targets):
            return await wait(for: targets.map(\.value), key, &state)
        case .waitAll:
            return await waitForAll(key, &state)
        case .cancel(let target):
            return await cancel(target.value, key, &state)
        case .parallel(let steps):
            let planned = PlannedStep.numbered(steps, below: key)
            for step in planned {
                _ = await run(
                    StagedStep(step),
                    scope: &scope,
                    state: &state,
                    until: attempt.interruption,
                    beside: true
                )
            }
            let keys = Set(planned.map(\.key))
            let started = background.take { keys.contains($0.key) }
            await say("Waiting for background step(s) to complete", started.map(\.name), key)
            return await wait(for: started, "Finished waiting for background step(s).", key, &state)
        case .run, .uses: preconditionFailure("a script or an action controls no other step")
        }
    }

    /// Waits for steps by their ids, whoever has waited for them before.
    private func wait(
        for ids: [String],
        _ key: String,
        _ state: inout JobState
    ) async -> StepVerdict {
        let names = background.names(of: ids)
        await say("Waiting for background step(s) to complete", names, key)
        // What they set counts in the order in which they are named.
        for id in ids { await gather(background.take { $0.has(id: id) }, &state) }
        return await report("Finished waiting for background step(s).", ended(ids), key)
    }

    private func wait(
        for steps: [BackgroundSteps.Running],
        _ summary: String,
        _ key: String?,
        _ state: inout JobState
    ) async -> StepVerdict {
        await gather(steps, &state)
        let keys = steps.map(\.planned.key)
        let ended = background.ended.filter { keys.contains($0.planned.key) }
        return await report(summary, ended, key)
    }

    private func waitForAll(_ key: String?, _ state: inout JobState) async -> StepVerdict {
        let steps = background.take { _ in true }
        if steps.isEmpty {
            await job.say(.output, "No background steps remaining to wait for.", step: key)
        } else {
            let names = steps.map(\.name)
            await say("Waiting for all background step(s) to complete", names, key)
        }
        let summary = "Finished waiting for all background step(s)."
        return await wait(for: steps, summary, key, &state)
    }

    /// Ends a step; that it failed before counts when the steps of the job have ended.
    private func cancel(
        _ id: String,
        _ key: String,
        _ state: inout JobState
    ) async -> StepVerdict {
        await say("Cancelling background step(s)", background.names(of: [id]), key)
        let steps = background.take { $0.has(id: id) }
        for step in steps { step.signal.cancel(.step) }
        await gather(steps, &state)
        _ = await report("Finished cancelling background step(s).", ended([id]), key)
        return StepVerdict(.success)
    }

    private func ended(_ ids: [String]) -> [BackgroundSteps.Ended] {
        let all = background.ended
        return ids.compactMap { id in all.first { $0.planned.has(id: id) } }
    }

    private func say(_ text: String, _ names: [String], _ key: String?) async {
        let list = names.isEmpty ? "(none)" : names.joined(separator: ", ")
        await job.say(.output, "\(text): \(list)", step: key)
    }

    /// Waits until steps have ended; what they did to the job shows from now on.
    private func gather(_ steps: [BackgroundSteps.Running], _ state: inout JobState) async {
        for step in steps {
            let end = await step.task.value
            end.merge(step.planned, into: &state)
            background.note(end, of: step)
        }
    }

    /// Says how steps ended.
    ///
    /// - Returns: the worst of their ends.
    private func report(
        _ summary: String,
        _ ends: [BackgroundSteps.Ended],
        _ key: String?
    ) async -> StepVerdict {
        await job.say(.output, summary, step: key)
        for end in ends {
            await job.say(.output, "  \(end.name): \(end.conclusion.runnerWord)", step: key)
        }
        let failed = ends.filter { $0.conclusion == .failure }
        if let first = failed.first {
            var verdict = StepVerdict(.failure, reason: "`\(first.name)` failed")
            verdict.isUnsupported = !failed.contains(where: \.isRealFailure)
            return verdict
        }
        let isCancelled = ends.contains { $0.conclusion == .cancelled }
        return StepVerdict(isCancelled ? .cancelled : .success)
    }

    /// Waits for the steps that no step has waited for, when those of the job have ended.
    ///
    /// A step that failed fails the job then, whoever has waited for it: only its own
    /// `continue-on-error` excuses it.
    /// Source: actions/runner `BackgroundStepCoordinator.WaitForUnwaitedStepsAsync`
    func waitForRest(_ scope: inout StepScope, _ state: inout JobState) async {
        guard job.signal.reason != .abort, job.loss.reason == nil else {
            let rest = background.take { _ in true }
            for step in rest { step.signal.cancel(.abort) }
            for step in rest { _ = await step.task.value }
            return
        }
        if background.isAnyRunning { _ = await waitForAll(nil, &state) }
        for end in background.ended where end.conclusion == .failure {
            if state.status == .success { state.status = .failure }
            scope.hasRealFailure = scope.hasRealFailure || end.isRealFailure
        }
    }
}

extension BackgroundSteps.End {
    /// Lets the job have what the step set: variables, folders of `PATH`, and its own record.
    fileprivate func merge(_ step: PlannedStep, into state: inout JobState) {
        for entry in after.environment {
            state.setEnvironment(entry.name, entry.value)
        }
        for folder in after.pathEntries { state.addPath(folder) }
        state.unsupported = state.unsupported ?? after.unsupported
        guard let id = step.step.id?.value,
            let record = after.steps.all.first(where: { $0.id.lowercased() == id.lowercased() })
        else { return }
        state.steps.update(id) { $0 = record }
    }
}

extension Conclusion {
    /// What GitHub's runner calls it.
    fileprivate var runnerWord: String {
        switch self {
        case .success: "Succeeded"
        case .failure, .notRun: "Failed"
        case .cancelled: "Canceled"
        case .skipped: "Skipped"
        }
    }
}

extension Step {
    /// Whether the step waits for, ends or groups others; it does so whatever went before.
    var isControl: Bool {
        switch kind {
        case .wait, .waitAll, .cancel, .parallel: true
        case .run, .uses: false
        }
    }
}
