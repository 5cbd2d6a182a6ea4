import Expressions
import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// Says that a step began.
    func begin(_ attempt: Attempt) async {
        await job.sink.send(
            .stepStarted(
                StepStarted(
                    job: job.key,
                    step: attempt.planned.key,
                    name: job.masks.masked(attempt.name).text,
                    span: attempt.step.span
                )
            )
        )
    }

    /// Notes and says that a step was skipped.
    func skip(_ attempt: Attempt, scope: inout StepScope, state: inout JobState) async {
        record(.skipped, .skipped, of: attempt, &scope, &state)
        await job.sink.send(
            .stepFinished(
                StepFinished(
                    job: job.key,
                    step: attempt.planned.key,
                    name: job.masks.masked(attempt.name).text,
                    span: attempt.step.span,
                    outcome: .skipped,
                    conclusion: .skipped
                )
            )
        )
    }

    /// Notes and says how a step ended.
    func finish(
        _ attempt: Attempt,
        _ verdict: StepVerdict,
        conclusion: Conclusion,
        _ start: ContinuousClock.Instant,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async {
        record(verdict.outcome, conclusion, of: attempt, &scope, &state)
        if conclusion == .failure {
            if scope.action == nil {
                if state.status == .success { state.status = .failure }
            } else {
                scope.action?.status = .failure
            }
        }
        await job.sink.send(
            .stepFinished(
                StepFinished(
                    job: job.key,
                    step: attempt.planned.key,
                    name: job.masks.masked(attempt.name).text,
                    span: attempt.step.span,
                    outcome: verdict.outcome,
                    conclusion: conclusion,
                    exitStatus: verdict.exitStatus,
                    seconds: (clock.now - start).seconds,
                    cpuSeconds: verdict.cpuSeconds,
                    peakMemory: verdict.peakMemory,
                    reason: verdict.reason.map { job.masks.masked($0).text }
                )
            )
        )
    }

    private func record(
        _ outcome: Conclusion,
        _ conclusion: Conclusion,
        of attempt: Attempt,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) {
        guard let id = attempt.step.id?.value else { return }
        let change: (inout StepRecords.Record) -> Void = { record in
            record.outcome = outcome
            record.conclusion = conclusion
        }
        if scope.action == nil {
            state.steps.update(id, change)
        } else {
            scope.records.update(id, change)
        }
    }

    /// A step's `name`, or what GitHub shows in its place.
    func name(of step: Step, _ evaluation: @autoclosure () -> StepEvaluation) async -> String {
        guard let template = step.name else { return step.defaultName }
        let name = try? await evaluation().read { (reader) throws(EvaluationFailure) in
            try reader.text(template)
        }
        guard let name, !name.isEmpty else { return step.defaultName }
        return name
    }
}
