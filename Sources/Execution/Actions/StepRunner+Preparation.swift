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
    func notToBeHad(
        _ failure: ActionPreparation.Failure,
        _ attempt: Attempt,
        _ state: inout JobState
    ) async -> StepVerdict {
        let text = failure.cause.description
        if failure.cause.isOffline {
            let help = failure.cause.help.map { "; \($0)" } ?? ""
            return await unsupported(text + help, attempt, &state)
        }
        await job.report(.error, text, step: attempt.planned.key, at: failure.span)
        if let help = failure.cause.help {
            await job.say(.notice, help, step: attempt.planned.key)
        }
        return StepVerdict(.failure, reason: text)
    }
}
