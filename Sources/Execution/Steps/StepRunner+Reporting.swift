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
        guard let problem = attempt.nameProblem, let name = attempt.step.name else { return }
        let text =
            "Encountered an error when evaluating display name \(name.value.source). "
            + problem.message
        await job.report(.warning, text, step: attempt.planned.key, at: problem.span)
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
        if state.status == .success { await reportUnseenImage(of: attempt) }
    }

    /// Says that nobody looked for the image of a skipped step: on GitHub, which pulls all of them
    /// before the first step, the job would have failed if it is not there.
    private func reportUnseenImage(of attempt: Attempt) async {
        guard attempt.stage == .main, case .uses(let uses) = attempt.step.kind,
            case .docker(let image) = uses.reference.value,
            let containers = job.room.actionContainers, await containers.isMissing(image)
        else { return }
        await job.sink.send(
            .notHonoured(
                NotHonoured(
                    subject: "image `\(image)`",
                    reason: "it was not looked for, as its step is skipped, and GitHub pulls every "
                        + "image before the first step; `docker pull \(image)` tells whether it "
                        + "is there",
                    job: job.key,
                    span: uses.reference.span
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
        if conclusion == .failure, !verdict.isUnsupported { scope.hasRealFailure = true }
        if verdict.isOfSetUp { scope.hasSetUpFailure = true }
        switch conclusion {
        case .failure where scope.action == nil:
            if state.status == .success { state.status = .failure }
        case .failure:
            if scope.action?.status == .success { scope.action?.status = .failure }
        case .cancelled: scope.action?.status = .cancelled
        case .success, .skipped, .notRun: break
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
        guard let id = attempt.id else { return }
        scope.updateRecords(&state) { records in
            records.update(id) { record in
                record.outcome = outcome
                record.conclusion = conclusion
            }
        }
    }

    /// Gives a step its name as GitHub shows it: the first line of `name`, else of what it runs.
    func setName(of attempt: inout Attempt, _ evaluation: StepEvaluation) async {
        if let name = attempt.staged.name {
            attempt.name = name
            return
        }
        await setOwnName(of: &attempt, evaluation)
        if attempt.stage == .pre { attempt.name = "Pre " + attempt.name }
    }

    private func setOwnName(of attempt: inout Attempt, _ evaluation: StepEvaluation) async {
        let step = attempt.step
        attempt.name = step.displayName
        let template: Located<Template>
        let prefix: String
        switch (step.name, step.kind) {
        case (let name?, _): (template, prefix) = (name, "")
        case (nil, .run(let run)): (template, prefix) = (run.script, "Run ")
        default: return
        }
        do throws(EvaluationFailure) {
            let text = try await evaluation.read { (reader) throws(EvaluationFailure) in
                try reader.text(template)
            }
            let line = text.drop(while: \.isWhitespace).prefix { !$0.isNewline }
            if !line.isEmpty { attempt.name = prefix + line }
        } catch {
            // What is wrong in a script is said when it is to run.
            attempt.nameProblem = step.name == nil ? nil : error
        }
    }
}
