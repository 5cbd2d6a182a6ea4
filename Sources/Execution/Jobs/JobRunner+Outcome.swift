import Expressions
import Planning
import RunEvents
import Workflows

extension JobRunner {
    /// What a job came to after its last step, with its outputs.
    func outcome(of running: RunningJob, scope: StepScope, state: JobState) async -> JobOutcome {
        var outcome = verdict(of: running, scope: scope, state: state)
        guard !outcome.hasLostHost else { return outcome }
        do {
            outcome.outputs = try await outputs(of: running, scope: scope, state: state)
        } catch {
            await running.report(.error, "Fail to evaluate job outputs", step: nil)
            await fail(&outcome, running, error)
        }
        do {
            try await showEnvironment(of: running, scope: scope, state: state)
        } catch {
            await fail(&outcome, running, error)
        }
        return lostOutcome(running) ?? outcome
    }

    private func fail(
        _ outcome: inout JobOutcome,
        _ running: RunningJob,
        _ error: EvaluationFailure
    ) async {
        await running.report(.error, error.message, step: nil, at: error.span)
        guard outcome.conclusion == .success else { return }
        outcome.conclusion = .failure
        outcome.reason = error.message
    }

    private func verdict(
        of running: RunningJob,
        scope: StepScope,
        state: JobState
    ) -> JobOutcome {
        if let lost = lostOutcome(running) { return lost }
        if state.status == .cancelled {
            let cause = running.signal.cause ?? .user
            return JobOutcome(.cancelled, reason: cause.explanation(for: running.plan))
        }
        // Whatever `continue-on-error` says: what was not done here has no verdict. Only what
        // really failed has one.
        if let unsupported = state.unsupported, !scope.hasRealFailure {
            return JobOutcome(.notRun, reason: unsupported)
        }
        if let failure = running.room.failure { return failure.outcome(running.masks) }
        return JobOutcome(state.status == .failure ? .failure : .success)
    }

    /// The end of a job whose container or folder is gone; nil while it is there.
    private func lostOutcome(_ running: RunningJob) -> JobOutcome? {
        guard let lost = running.loss.reason, !running.signal.isCancelled else { return nil }
        var outcome = JobOutcome(.failure, reason: lost)
        outcome.isEngineFailure = true
        outcome.hasLostHost = true
        return outcome
    }

    /// The evaluation of a key that is looked at when the steps have ended.
    private func evaluation(
        of running: RunningJob,
        scope: StepScope,
        state: JobState
    ) -> StepEvaluation {
        let moment = ContextBuilder.Moment(
            environment: scope.environment(state),
            stepName: nil,
            files: nil
        )
        return StepEvaluation(
            contexts: running.contexts.contexts(scope: scope, state: state, moment: moment),
            status: state.status,
            jobStatus: state.status,
            room: running.room,
            loss: running.loss,
            signal: running.signal,
            interruption: Interruption()
        )
    }

    /// Says where the job's environment is to be found, which GitHub shows beside the job.
    private func showEnvironment(
        of running: RunningJob,
        scope: StepScope,
        state: JobState
    ) async throws(EvaluationFailure) {
        guard let name = running.plan.environment, let written = running.plan.work.environment
        else { return }
        let address = try await evaluation(of: running, scope: scope, state: state)
            .read { (reader) throws(EvaluationFailure) -> String in
                if let url = written.url { return try reader.text(url) }
                return try reader.environment(written)?.url ?? ""
            }
        guard !address.isEmpty else { return }
        await running.say(.output, "Environment `\(name)`: \(address)", step: nil)
    }

    /// The job's outputs; those that could show a secret, and empty ones, are dropped.
    private func outputs(
        of running: RunningJob,
        scope: StepScope,
        state: JobState
    ) async throws(EvaluationFailure) -> [EnvironmentEntry] {
        guard let template = running.plan.work.outputs else { return [] }
        await running.say(.output, "Evaluate and set job outputs", step: nil)
        let values = try await evaluation(of: running, scope: scope, state: state)
            .read { (reader) throws(EvaluationFailure) in try reader.textMapping(template) }
        do {
            try outputBudget.take(values)
        } catch {
            throw EvaluationFailure(message: error.description, span: template.span)
        }
        let guardian = OutputGuard(masks: running.masks)
        var outputs: [EnvironmentEntry] = []
        for (name, value) in values {
            let decision = guardian.decide(name: name, value: value)
            switch decision {
            case .published(let name, let value):
                outputs.append(EnvironmentEntry(name, value))
                await running.say(.output, decision.message, step: nil)
            case .mayContainSecret:
                await running.report(.warning, decision.message, step: nil)
            case .empty:
                if setup.isDebug { await running.say(.debug, decision.message, step: nil) }
            }
        }
        return outputs
    }
}
