import Diagnostics
import Planning
import RunEvents
import Workflows

extension JobRunner {
    /// Opens a job while its actions are fetched: both wait for others most of the time.
    func openWithActions(
        _ job: PlannedJob,
        key: String,
        masks: SecretMasks,
        signal: CancellationSignal
    ) async throws(JobOpenError) -> OpenJob {
        async let fetching = actionFailure(of: job, key: key, signal: signal)
        let room: OpenJob
        do {
            room = try await open(job, key: key, masks: masks, signal: signal)
        } catch {
            _ = await fetching
            throw error
        }
        guard let failure = await fetching else { return room }
        await close(room, key: key)
        throw JobOpenError(
            failure.reason.description,
            help: failure.reason.help,
            at: failure.span,
            cause: failure.reason.cause,
            code: .actionReference
        )
    }

    /// Fetches the actions of other repositories that a job's steps use, before its first step.
    ///
    /// Nothing is said or done for a job that has none.
    ///
    /// - Returns: what is not to be had, and why; nil when all is here.
    private func actionFailure(
        of job: PlannedJob,
        key: String,
        signal: CancellationSignal
    ) async -> ActionPreparation.Failure? {
        let preparation = ActionPreparation(
            catalog: setup.actions,
            job: key,
            step: nil,
            sink: sink
        )
        let steps = job.work.steps
        let fetching = Task { () -> ActionPreparation.Failure? in
            do throws(ActionPreparation.Failure) {
                try await preparation.fetch(for: steps)
                return nil
            } catch {
                return error
            }
        }
        let observer = signal.observe { _ in fetching.cancel() }
        defer { signal.stopObserving(observer) }
        return await fetching.value
    }
}
