import Diagnostics
import Expressions
import Planning
import RunEvents
import Workflows

/// Runs steps one after the other, and some beside the others: those of a job, and the inner ones
/// of its composite actions.
///
/// For each: `env`, then `if`, then the step itself, then `continue-on-error`; an error in the
/// first two fails the step whatever `continue-on-error` says.
struct StepRunner: Sendable {
    /// The job whose steps are run.
    let job: RunningJob
    /// What durations and limits are measured by.
    let clock = ContinuousClock()
    /// Steps that run beside the others.
    let background = BackgroundSteps()

    /// Runs all of `steps`, skipping those whose condition is false.
    func run(
        _ steps: [PlannedStep],
        scope: inout StepScope,
        state: inout JobState,
        until interruption: Interruption
    ) async {
        for step in steps {
            let goesOn = await run(
                StagedStep(step),
                scope: &scope,
                state: &state,
                until: interruption,
                beside: step.step.background
            )
            guard goesOn else { break }
        }
        if scope.action == nil { await waitForRest(&scope, &state) }
    }

    /// What one step needs while it is worked on.
    struct Attempt {
        /// The step, at the moment that is worked on.
        let staged: StagedStep
        /// Its environment files.
        let files: StepFiles
        /// Its complete `env` context, its own `env` included.
        var environment: [EnvironmentEntry]
        /// Its own `env`, which inner steps of an action get too.
        var ownEnvironment: [EnvironmentEntry] = []
        /// When it is ended.
        var interruption: Interruption
        /// Its own limit; nil for none.
        var timeoutMinutes: Int?
        /// Its name as shown.
        var name = ""
        /// What is wrong with its `name`.
        var nameProblem: EvaluationFailure?
        /// Whether it runs beside the steps that follow.
        var isBeside = false
        /// Where its action is from; nil for a step without one, or before that is known.
        var origin: ActionOrigin?

        /// The step with its key in events.
        var planned: PlannedStep { staged.planned }
        /// The step as written.
        var step: Step { planned.step }
        /// Which of its action's stages this is.
        var stage: ActionStage { staged.stage }
        /// The key that all its stages have in common.
        var instance: String { staged.instance }
        /// The id it is known by in the `steps` context: only its main stage has a record there.
        var id: String? { stage == .main ? step.id?.value : nil }
        /// Its complete `env` context with each name once.
        var shownEnvironment: [(name: String, value: String)] {
            var shown: [(name: String, value: String)] = []
            for entry in environment {
                shown.removeAll { $0.name == entry.name }
                shown.append((entry.name, entry.value))
            }
            return shown
        }
    }

    /// Runs one step, or starts it beside those that follow; false when no further one of its scope
    /// is to be looked at.
    func run(
        _ staged: StagedStep,
        scope: inout StepScope,
        state: inout JobState,
        until interruption: Interruption,
        beside isBeside: Bool = false
    ) async -> Bool {
        if job.signal.isCancelled {
            state.status = .cancelled
            if !interruption.goesOn { scope.action?.status = .cancelled }
        }
        guard job.signal.reason != .abort, job.loss.reason == nil else { return false }
        let start = clock.now
        var attempt = Attempt(
            staged: staged,
            files: StepFiles(folder: job.room.paths.fileCommands, id: job.names.next()),
            environment: scope.environment(state),
            interruption: interruption
        )
        do {
            let isDue = try await prepare(&attempt, scope: scope, state: state)
            note(attempt, in: scope, &state)
            guard isDue else {
                await skip(attempt, scope: &scope, state: &state)
                return true
            }
        } catch {
            note(attempt, in: scope, &state)
            await begin(attempt)
            if job.signal.isCancelled, !attempt.interruption.goesOn {
                await job.say(.error, "The operation was canceled.", step: attempt.planned.key)
                let ended = StepVerdict(.cancelled)
                await finish(attempt, ended, conclusion: .cancelled, start, &scope, &state)
                return true
            }
            await job.report(
                .error,
                error.failure.message,
                step: attempt.planned.key,
                at: error.failure.span
            )
            let failed = StepVerdict(.failure, reason: error.failure.message)
            await finish(attempt, failed, conclusion: .failure, start, &scope, &state)
            // As in GitHub's runner, where only this ends a composite action at once.
            return scope.action == nil || !error.isOfCondition
        }
        attempt.isBeside = isBeside
        if isBeside {
            // A cancelled job ends it whatever its condition says.
            attempt.interruption.goesOn = false
            startBeside(attempt, scope: scope, state: state)
        } else {
            _ = await complete(&attempt, from: start, scope: &scope, state: &state)
        }
        return true
    }

    /// Runs a step whose condition holds to its end.
    func complete(
        _ attempt: inout Attempt,
        from start: ContinuousClock.Instant,
        scope: inout StepScope,
        state: inout JobState
    ) async -> Conclusion {
        await begin(attempt)
        await limit(&attempt, scope: scope, state: state)
        let verdict = await verdict(&attempt, scope: &scope, state: &state)
        let conclusion = await conclusion(of: verdict, attempt, scope: scope, state: state)
        await finish(attempt, verdict, conclusion: conclusion, start, &scope, &state)
        return conclusion
    }

    /// What the step comes to; a wrong expression in what it does fails it like any other error.
    private func verdict(
        _ attempt: inout Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async -> StepVerdict {
        do {
            return try await perform(&attempt, scope: &scope, state: &state)
        } catch {
            if let ended = await ended(attempt, isInner: scope.action != nil) { return ended }
            await job.report(.error, error.message, step: attempt.planned.key, at: error.span)
            return StepVerdict(.failure, reason: error.message)
        }
    }

    /// What a step comes to whose work was ended; nil when neither its job nor its time has ended.
    func ended(_ attempt: Attempt, isInner: Bool) async -> StepVerdict? {
        let cause: ProcessSupervisor.Stop
        if job.signal.isCancelled,
            !attempt.interruption.goesOn || job.signal.reason?.endsAll == true
        {
            cause = .cancelled
        } else if let deadline = attempt.interruption.deadline, deadline <= clock.now {
            cause = .timedOut
        } else {
            return nil
        }
        let result = ProcessSupervisor.End(exit: nil, stop: cause)
        return await verdict(of: result, attempt, isInner: isInner)
    }

    /// Why a step could not even be decided about.
    private struct PreparationFailure: Error {
        let failure: EvaluationFailure
        let isOfCondition: Bool
    }

    /// Evaluates `env`, the name and `if`; false when the step is to be skipped.
    private func prepare(
        _ attempt: inout Attempt,
        scope: StepScope,
        state: JobState
    ) async throws(PreparationFailure) -> Bool {
        // An inner step that a cancellation overtakes is asked for itself.
        let isInheritedToGoOn =
            attempt.interruption.goesOn
            && (job.signal.isCancelled || attempt.stage != .main || scope.action == nil)
        // Also a job that is cancelled asks whether the step wants to run.
        attempt.interruption.goesOn = true
        do {
            attempt.ownEnvironment = try await ownEnvironment(attempt, scope: scope, state: state)
        } catch {
            await setName(of: &attempt, evaluation(attempt, scope: scope, state: state))
            throw PreparationFailure(failure: error, isOfCondition: false)
        }
        attempt.environment += attempt.ownEnvironment
        let evaluation = evaluation(attempt, scope: scope, state: state)
        await setName(of: &attempt, evaluation)
        do {
            guard try await holds(attempt, evaluation) else { return false }
        } catch {
            throw PreparationFailure(failure: error, isOfCondition: true)
        }
        attempt.interruption.goesOn =
            await goesOn(attempt, scope: scope, state: state) || isInheritedToGoOn
        return true
    }

    /// Whether the step's condition holds, told in the debug log step by step.
    private func holds(
        _ attempt: Attempt,
        _ evaluation: StepEvaluation
    ) async throws(EvaluationFailure) -> Bool {
        let condition = attempt.staged.condition
        let isOwn = attempt.stage == .main
        let span = (isOwn ? attempt.step.conditionSpan : nil) ?? attempt.step.span
        guard job.setup.isDebug else {
            return try await evaluation.read { (reader) throws(EvaluationFailure) in
                try reader.condition(condition, at: span)
            }
        }
        let step = attempt.planned.key
        let name = attempt.name
        await job.say(.debug, "Evaluating condition for step: '\(name)'", step: step)
        let (holds, lines) = try await evaluation.read { (reader) throws(EvaluationFailure) in
            try reader.tracedCondition(condition, at: span)
        }
        for line in lines { await job.say(.debug, line, step: step) }
        return holds
    }

    private func ownEnvironment(
        _ attempt: Attempt,
        scope: StepScope,
        state: JobState
    ) async throws(EvaluationFailure) -> [EnvironmentEntry] {
        guard let env = attempt.step.env else { return [] }
        return try await evaluation(attempt, scope: scope, state: state)
            .read { (reader) throws(EvaluationFailure) in try reader.textMapping(env) }
            .map { EnvironmentEntry($0.name, $0.value) }
    }

    /// Sets when the step is ended; one whose limit cannot be evaluated runs without, as on GitHub.
    private func limit(_ attempt: inout Attempt, scope: StepScope, state: JobState) async {
        guard let limit = attempt.step.timeoutMinutes else { return }
        do {
            let minutes = try await evaluation(attempt, scope: scope, state: state)
                .read { (reader) throws(EvaluationFailure) in try reader.number(limit) }
            let whole = Int(max(0, min(minutes, 1_000_000)))
            guard whole > 0 else { return }
            attempt.timeoutMinutes = whole
            attempt.interruption = attempt.interruption.limited(
                to: clock.now + job.minute * whole
            )
        } catch {
            let text = "An error occurred when attempting to determine the step timeout."
            await job.report(.error, text, step: attempt.planned.key)
            await job.report(.error, error.message, step: attempt.planned.key, at: error.span)
        }
    }

    /// Whether the step's condition holds even when the job is cancelled while it runs.
    private func goesOn(_ attempt: Attempt, scope: StepScope, state: JobState) async -> Bool {
        guard let condition = attempt.staged.condition, !condition.isGuarded else {
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
        StepEvaluation(
            contexts: job.contexts.contexts(scope: scope, state: state, moment: attempt.moment),
            // Before and after all steps it is the job that succeeds or fails.
            status: attempt.stage == .main ? scope.status(state) : state.status,
            jobStatus: state.status,
            room: job.room,
            loss: job.loss,
            signal: job.signal,
            interruption: attempt.interruption
        )
    }

    private func conclusion(
        of verdict: StepVerdict,
        _ attempt: Attempt,
        scope: StepScope,
        state: JobState
    ) async -> Conclusion {
        guard verdict.outcome == .failure, job.loss.reason == nil, !attempt.step.isControl,
            !verdict.isOfSetUp, let key = attempt.step.continueOnError
        else {
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
