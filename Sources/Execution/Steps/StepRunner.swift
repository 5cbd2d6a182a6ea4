import Diagnostics
import Expressions
import Planning
import RunEvents
import Workflows

/// Runs steps one after the other: those of a job, and the inner ones of its composite actions.
///
/// For each: `env`, then `if`, then the step itself, then `continue-on-error`; an error in the
/// first two fails the step whatever `continue-on-error` says.
struct StepRunner: Sendable {
    /// The job whose steps are run.
    let job: RunningJob
    /// What durations and limits are measured by.
    let clock = ContinuousClock()

    /// Runs all of `steps`, skipping those whose condition is false.
    func run(
        _ steps: [PlannedStep],
        scope: inout StepScope,
        state: inout JobState,
        until interruption: Interruption
    ) async {
        for step in steps {
            await run(step, scope: &scope, state: &state, until: interruption)
        }
    }

    /// What one step needs while it is worked on.
    struct Attempt {
        /// The step.
        let planned: PlannedStep
        /// Its environment files.
        let files: StepFiles
        /// Its complete `env` context, its own `env` included.
        var environment: [EnvironmentEntry]
        /// Its own `env`, which inner steps of an action get too.
        var ownEnvironment: [EnvironmentEntry] = []
        /// When it is ended.
        var interruption: Interruption
        /// Its name as shown.
        var name = ""

        /// The step as written.
        var step: Step { planned.step }
    }

    private func run(
        _ planned: PlannedStep,
        scope: inout StepScope,
        state: inout JobState,
        until interruption: Interruption
    ) async {
        if job.signal.isCancelled { state.status = .cancelled }
        guard job.signal.reason != .abort else { return }
        let start = clock.now
        var attempt = Attempt(
            planned: planned,
            files: StepFiles(folder: job.room.paths.fileCommands, id: job.names.next()),
            environment: scope.environment(state),
            interruption: interruption
        )
        let verdict: StepVerdict
        var hasBegun = false
        do {
            guard try await prepare(&attempt, scope: scope, state: state) else {
                await skip(attempt, scope: &scope, state: &state)
                return
            }
            await begin(attempt)
            hasBegun = true
            verdict = try await perform(&attempt, scope: &scope, state: &state)
        } catch {
            if !hasBegun { await begin(attempt) }
            await job.report(.error, error.message, step: planned.key, at: error.span)
            let failed = StepVerdict(.failure, reason: error.message)
            await finish(attempt, failed, conclusion: .failure, start, &scope, &state)
            return
        }
        let conclusion = await conclusion(of: verdict, attempt, scope: scope, state: state)
        await finish(attempt, verdict, conclusion: conclusion, start, &scope, &state)
    }

    /// Evaluates `env`, `if` and the name; false when the step is to be skipped.
    private func prepare(
        _ attempt: inout Attempt,
        scope: StepScope,
        state: JobState
    ) async throws(EvaluationFailure) -> Bool {
        let step = attempt.step
        // Once before `env` and `if`, either of which may end the step, and once with its `env`.
        attempt.name = await name(of: step, evaluation(attempt, scope: scope, state: state))
        if let env = step.env {
            let own = try await evaluation(attempt, scope: scope, state: state)
                .read { (reader) throws(EvaluationFailure) in try reader.textMapping(env) }
            attempt.ownEnvironment = own.map { EnvironmentEntry($0.name, $0.value) }
            attempt.environment += attempt.ownEnvironment
        }
        let evaluation = evaluation(attempt, scope: scope, state: state)
        if step.env != nil { attempt.name = await name(of: step, evaluation) }
        let isWanted = try await evaluation.read { (reader) throws(EvaluationFailure) in
            try reader.condition(step.condition, at: step.span)
        }
        guard isWanted else { return false }
        attempt.interruption.goesOn =
            await goesOn(attempt, scope: scope, state: state) || attempt.interruption.goesOn
        if let minutes = try await limit(of: step, evaluation), minutes > 0 {
            attempt.interruption = attempt.interruption.limited(
                to: clock.now + .seconds(60 * minutes)
            )
        }
        return true
    }

    private func limit(
        of step: Step,
        _ evaluation: StepEvaluation
    ) async throws(EvaluationFailure) -> Int? {
        guard let limit = step.timeoutMinutes else { return nil }
        let minutes = try await evaluation.read { (reader) throws(EvaluationFailure) in
            try reader.number(limit)
        }
        return Int(max(0, min(minutes, 1_000_000)))
    }

    /// Whether the step's condition holds even when the job is cancelled while it runs.
    private func goesOn(_ attempt: Attempt, scope: StepScope, state: JobState) async -> Bool {
        guard let condition = attempt.step.condition, !condition.isGuarded else {
            return false
        }
        var cancelled = state
        cancelled.status = .cancelled
        var cancelledScope = scope
        cancelledScope.action?.status = .cancelled
        let evaluation = evaluation(attempt, scope: cancelledScope, state: cancelled)
        let span = attempt.step.span
        return
            (try? await evaluation.read { (reader) throws(EvaluationFailure) in
                try reader.condition(condition, at: span)
            }) ?? false
    }

    /// The evaluation of a step's keys with what is known at this moment.
    func evaluation(_ attempt: Attempt, scope: StepScope, state: JobState) -> StepEvaluation {
        let moment = ContextBuilder.Moment(
            environment: attempt.environment,
            stepName: attempt.step.contextName,
            files: attempt.files
        )
        return StepEvaluation(
            contexts: job.contexts.contexts(scope: scope, state: state, moment: moment),
            status: scope.status(state),
            jobStatus: state.status,
            room: job.room
        )
    }

    private func conclusion(
        of verdict: StepVerdict,
        _ attempt: Attempt,
        scope: StepScope,
        state: JobState
    ) async -> Conclusion {
        guard verdict.outcome == .failure, let key = attempt.step.continueOnError else {
            return verdict.outcome
        }
        do {
            let goesOn = try await evaluation(attempt, scope: scope, state: state)
                .read { (reader) throws(EvaluationFailure) in try reader.boolean(key) }
            return goesOn ? .success : .failure
        } catch {
            let text =
                "The step failed and an error occurred when attempting to determine whether to "
                + "continue on error."
            await job.report(.error, text, step: attempt.planned.key)
            await job.report(.error, error.message, step: attempt.planned.key, at: error.span)
            return .failure
        }
    }
}
