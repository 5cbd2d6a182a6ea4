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
        after.environment = []
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
            before: state,
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
        switch attempt.step.kind {
        case .wait(let targets):
            let ids = targets.map { $0.value.lowercased() }
            let steps = background.take { step in
                step.step.id.map { ids.contains($0.value.lowercased()) } ?? false
            }
            return await wait(for: steps, attempt.planned.key, &state)
        case .waitAll:
            return await wait(for: background.take { _ in true }, attempt.planned.key, &state)
        case .cancel(let target):
            let id = target.value.lowercased()
            let steps = background.take { $0.step.id?.value.lowercased() == id }
            return await cancel(steps, attempt, scope: &scope, state: &state)
        case .parallel(let steps):
            let planned = PlannedStep.numbered(steps, below: attempt.planned.key)
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
            return await wait(for: started, attempt.planned.key, &state)
        case .run, .uses: preconditionFailure("a script or an action controls no other step")
        }
    }

    /// Waits until steps have ended; what they did to the job shows from now on.
    ///
    /// - Returns: the worst of their ends.
    func wait(
        for steps: [BackgroundSteps.Running],
        _ key: String?,
        _ state: inout JobState
    ) async -> StepVerdict {
        guard !steps.isEmpty else {
            await job.say(.output, "No background steps remaining to wait for.", step: key)
            return StepVerdict(.success)
        }
        let names = steps.map(\.name).joined(separator: ", ")
        await job.say(
            .output,
            "Waiting for background step(s) to complete: \(names)",
            step: key
        )
        var verdict = StepVerdict(.success)
        var ends: [(name: String, conclusion: Conclusion)] = []
        var hasRealFailure = false
        for step in steps {
            let end = await step.task.value
            end.merge(step.planned, into: &state)
            ends.append((step.name, end.conclusion))
            hasRealFailure = hasRealFailure || end.isRealFailure
        }
        await job.say(.output, "Finished waiting for background step(s).", step: key)
        for end in ends {
            await job.say(.output, "  \(end.name): \(end.conclusion.runnerWord)", step: key)
        }
        if let failed = ends.first(where: { $0.conclusion == .failure }) {
            verdict = StepVerdict(.failure, reason: "`\(failed.name)` failed")
            verdict.isUnsupported = !hasRealFailure
        } else if ends.contains(where: { $0.conclusion == .cancelled }) {
            verdict.outcome = .cancelled
        }
        return verdict
    }

    /// Ends steps; that one was cancelled so is no failure of the job, that it failed before is.
    private func cancel(
        _ steps: [BackgroundSteps.Running],
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async -> StepVerdict {
        for step in steps { step.signal.cancel(.step) }
        for step in steps {
            let end = await step.task.value
            end.merge(step.planned, into: &state)
            let line = "  \(step.name): \(end.conclusion.runnerWord)"
            await job.say(.output, line, step: attempt.planned.key)
            guard end.conclusion == .failure else { continue }
            if state.status == .success { state.status = .failure }
            scope.hasRealFailure = scope.hasRealFailure || end.isRealFailure
        }
        return StepVerdict(.success)
    }

    /// Waits for the steps that no step has waited for, when those of the job have ended.
    func waitForRest(_ scope: inout StepScope, _ state: inout JobState) async {
        let rest = background.take { _ in true }
        guard !rest.isEmpty else { return }
        guard job.signal.reason != .abort, job.loss.reason == nil else {
            for step in rest { step.signal.cancel(.abort) }
            for step in rest { _ = await step.task.value }
            return
        }
        let verdict = await wait(for: rest, nil, &state)
        guard verdict.outcome == .failure else { return }
        if state.status == .success { state.status = .failure }
        scope.hasRealFailure = scope.hasRealFailure || !verdict.isUnsupported
    }
}

extension BackgroundSteps.End {
    /// Lets the job have what the step set: variables, folders of `PATH`, and its own record.
    fileprivate func merge(_ step: PlannedStep, into state: inout JobState) {
        for entry in after.environment {
            state.setEnvironment(entry.name, entry.value)
        }
        for folder in after.pathEntries where !before.pathEntries.contains(folder) {
            state.addPath(folder)
        }
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
