import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// Fetches what steps of an action need that were not known before the first step.
    ///
    /// `areReached` tells that the steps' conditions hold.
    ///
    /// - Returns: what the attempt comes to when something is not to be had; nil when all is here.
    func prepare(
        _ steps: [Step],
        areReached: Bool,
        _ attempt: Attempt,
        _ state: inout JobState
    ) async -> StepVerdict? {
        let preparation = ActionPreparation(
            catalog: job.setup.actions,
            job: job.key,
            step: attempt.planned.key,
            areReached: areReached,
            sink: job.sink
        )
        let work = InterruptibleWork(signal: job.signal, interruption: attempt.interruption)
        do {
            try await work.run { try await preparation.fetch(for: steps) }
            return nil
        } catch let failure as ActionPreparation.Failure {
            return await notToBeHad(failure, attempt, &state)
        } catch {
            return await ended(attempt, isInner: false) ?? StepVerdict(.cancelled)
        }
    }

    /// Fails a step for want of a repository.
    ///
    /// GitHub would have had one that is only out of reach here, so the step says nothing about the
    /// workflow then, whatever its `continue-on-error`.
    func notToBeHad(
        _ failure: ActionPreparation.Failure,
        _ attempt: Attempt,
        _ state: inout JobState
    ) async -> StepVerdict {
        let reason = failure.reason
        guard reason.cause == .workflow else {
            let help = reason.help.map { "; \($0)" } ?? ""
            return await unsupported(reason.description + help, attempt, &state)
        }
        await job.report(.error, reason.description, step: attempt.planned.key, at: failure.span)
        if let help = reason.help {
            await job.say(.notice, help, step: attempt.planned.key)
        }
        return StepVerdict(.failure, reason: reason.description)
    }
}
