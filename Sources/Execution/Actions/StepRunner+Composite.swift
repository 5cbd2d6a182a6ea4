import Expressions
import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// How many composite actions may be inside each other.
    ///
    /// Source: actions/runner `Constants.CompositeActionsMaxDepth`
    private static let depthLimit = 9

    /// Runs the inner steps of a composite action and sets its outputs.
    func compose(
        _ steps: [Step],
        of action: ActionSource.Loaded,
        _ uses: UsesStep,
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async throws(EvaluationFailure) -> StepVerdict {
        guard scope.depth < Self.depthLimit else {
            let text = "Composite action depth exceeded max depth \(Self.depthLimit)"
            await job.report(.error, text, step: attempt.planned.key, at: attempt.step.span)
            return StepVerdict(.failure, reason: text)
        }
        let inputs = try await actionInputs(action, uses, attempt, scope: scope, state: state)
        var inner = StepScope(
            action: StepScope.Action(
                inputs: .object(inputs.map { ($0.name, .string($0.value)) }),
                path: action.path,
                repository: action.repository,
                ref: action.ref
            ),
            jobEnvironment: scope.jobEnvironment,
            stepEnvironment: scope.stepEnvironment + attempt.ownEnvironment,
            depth: scope.depth + 1
        )
        let planned = PlannedStep.numbered(steps, below: attempt.planned.key)
        await run(planned, scope: &inner, state: &state, until: attempt.interruption)
        if let lost = job.loss.reason { return StepVerdict(.failure, reason: lost) }
        try await setOutputs(of: action, attempt, inner: inner, &scope, &state)
        var verdict = await verdict(inner.action?.status ?? .success, attempt)
        verdict.isUnsupported = verdict.outcome == .failure && !inner.hasRealFailure
        return verdict
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

    /// What an action gets: what `with` gives, then the defaults of what is missing.
    private func actionInputs(
        _ action: ActionSource.Loaded,
        _ uses: UsesStep,
        _ attempt: Attempt,
        scope: StepScope,
        state: JobState
    ) async throws(EvaluationFailure) -> [(name: String, value: String)] {
        let given = try await inputs(uses, attempt, scope: scope, state: state)
        let known = action.manifest.inputs.map(\.name.value)
        let unexpected = given.filter { input in
            !known.contains { $0.lowercased() == input.name.lowercased() }
        }
        if !unexpected.isEmpty {
            let names = unexpected.map(\.name).joined(separator: "', '")
            let valid = known.joined(separator: "', '")
            let text = "Unexpected input(s) '\(names)', valid inputs are ['\(valid)']"
            await job.report(.warning, text, step: attempt.planned.key, at: attempt.step.span)
        }
        var values = given
        for input in action.manifest.inputs {
            let name = input.name.value
            guard !given.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
                if let message = input.deprecationMessage {
                    let text = "Input '\(name)' has been deprecated with message: \(message)"
                    await job.report(.warning, text, step: attempt.planned.key)
                }
                continue
            }
            guard let template = input.defaultValue else {
                values.append((name, ""))
                continue
            }
            let value = try await evaluation(attempt, scope: scope, state: state)
                .read { (reader) throws(EvaluationFailure) in try reader.text(template) }
            values.append((name, value))
        }
        return values
    }

    private func setOutputs(
        of action: ActionSource.Loaded,
        _ attempt: Attempt,
        inner: StepScope,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async throws(EvaluationFailure) {
        guard attempt.step.id != nil else { return }
        for output in action.manifest.outputs {
            guard let template = output.value else { continue }
            let value = try await evaluation(attempt, scope: inner, state: state)
                .read { (reader) throws(EvaluationFailure) in try reader.text(template) }
            setOutput(output.name.value, value, attempt, &scope, &state)
        }
    }
}
