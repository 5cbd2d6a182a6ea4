import Expressions
import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// How many composite actions may be inside each other.
    ///
    /// Source: actions/runner `Constants.CompositeActionsMaxDepth`
    static let depthLimit = 9
    /// What is said of more.
    static let depthError = "Composite action depth exceeded max depth \(depthLimit)"

    /// Runs the inner steps of a composite action, those that have something to do at this stage,
    /// and sets its outputs.
    func compose(
        _ steps: [Step],
        of call: ActionCall,
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async throws(EvaluationFailure) -> StepVerdict {
        guard scope.depth < Self.depthLimit else {
            let text = Self.depthError
            await job.report(.error, text, step: attempt.planned.key, at: attempt.step.span)
            return StepVerdict(.failure, reason: text)
        }
        var inner = innerScope(of: call, attempt, scope)
        switch attempt.stage {
        case .main:
            if let verdict = await prepare(steps, areReached: false, attempt, &state) {
                return verdict
            }
            let planned = PlannedStep.numbered(steps, below: attempt.planned.key)
            await run(planned, scope: &inner, state: &state, until: attempt.interruption)
        case .pre, .post:
            for stage in stages(of: steps, attempt) {
                guard
                    await run(
                        stage,
                        scope: &inner,
                        state: &state,
                        until: attempt.interruption
                    )
                else { break }
            }
        }
        scope.action?.recorded = inner.action?.recorded ?? [:]
        if let lost = job.loss.reason { return StepVerdict(.failure, reason: lost) }
        if !job.actions.posts(inside: attempt.instance).isEmpty {
            registerPost(attempt, scope, condition: .always)
        }
        if attempt.stage == .main {
            job.actions.keep(inner.records, of: attempt.instance)
            do {
                try await setOutputs(of: call.action, attempt, inner: inner, &scope, &state)
            } catch {
                // What inner steps that could not run did not set is no failure of its own.
                guard inner.action?.status == .failure, !inner.hasRealFailure else { throw error }
                await job.report(.error, error.message, step: attempt.planned.key, at: error.span)
            }
        }
        var verdict = await verdict(inner.action?.status ?? .success, attempt)
        verdict.isUnsupported = verdict.outcome == .failure && !inner.hasRealFailure
        // Images for an action of the workspace are made inside the step that calls it.
        verdict.isOfSetUp = inner.hasSetUpFailure && !call.action.repository.isEmpty
        return verdict
    }

    /// What the inner steps have in common.
    private func innerScope(
        of call: ActionCall,
        _ attempt: Attempt,
        _ scope: StepScope
    ) -> StepScope {
        var inner = StepScope(
            action: StepScope.Action(
                inputs: .object(call.inputs.map { ($0.name, .string($0.value)) }),
                path: call.action.path,
                repository: call.action.repository,
                ref: call.action.ref,
                instance: attempt.instance,
                caller: scope.action?.caller ?? attempt.step.contextName,
                recorded: scope.action?.recorded ?? [:]
            ),
            jobEnvironment: scope.jobEnvironment,
            jobPathEntries: scope.jobPathEntries,
            stepEnvironment: scope.stepEnvironment + attempt.ownEnvironment,
            depth: scope.depth + 1
        )
        if attempt.stage == .post { inner.records = job.actions.records(of: attempt.instance) }
        return inner
    }

    /// What inner steps do before or after all steps.
    private func stages(of steps: [Step], _ attempt: Attempt) -> [StagedStep] {
        if attempt.stage == .post {
            return afterwards(inside: attempt.instance, below: attempt.planned.key)
        }
        return PlannedStep.numbered(steps, below: attempt.instance).compactMap { inner in
            beforehand(inner.step, inner.key, below: attempt.planned.key)
        }
    }

    /// What the end of a composite action's steps means for the step that calls it.
    private func verdict(_ status: JobState.Status, _ attempt: Attempt) async -> StepVerdict {
        if job.signal.isCancelled, !attempt.interruption.goesOn || status == .cancelled {
            return StepVerdict(.cancelled)
        }
        guard status == .failure else { return StepVerdict(.success) }
        guard attempt.timeoutMinutes != nil, let deadline = attempt.interruption.deadline,
            clock.now >= deadline
        else { return StepVerdict(.failure) }
        let text = timeoutText(attempt)
        await job.report(.error, text, step: attempt.planned.key)
        return StepVerdict(.failure, reason: text)
    }

    /// Evaluates all outputs, also for a step that nobody can ask for them, and then sets them.
    private func setOutputs(
        of action: ActionSource.Loaded,
        _ attempt: Attempt,
        inner: StepScope,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async throws(EvaluationFailure) {
        let evaluation = evaluation(attempt, scope: inner, state: state)
        var values: [(name: String, value: String)] = []
        for output in action.manifest.outputs {
            guard let template = output.value else { continue }
            let value = try await evaluation.read { (reader) throws(EvaluationFailure) in
                try reader.text(template)
            }
            values.append((output.name.value, value))
        }
        guard attempt.step.id != nil else { return }
        for output in values { setOutput(output.name, output.value, attempt, &scope, &state) }
    }
}
