import Diagnostics
import Expressions
import InitProtocol
import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// Does what a step does: its script or its action.
    func perform(
        _ attempt: inout Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async throws(EvaluationFailure) -> StepVerdict {
        if let host = job.room.host as? AbsentStepHost, !attempt.step.isControl {
            return await couldNotRun(host.reason, attempt)
        }
        switch attempt.step.kind {
        case .run(let run):
            return try await runScript(run, attempt, scope: &scope, state: &state)
        case .uses(let uses):
            return try await use(uses, attempt, scope: &scope, state: &state)
        case .wait, .waitAll, .cancel, .parallel:
            return await control(attempt, scope: &scope, state: &state)
        }
    }

    private func use(
        _ uses: UsesStep,
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async throws(EvaluationFailure) -> StepVerdict {
        let reference = uses.reference.value
        switch job.setup.actions.resolve(reference) {
        case .checkout where attempt.stage == .post:
            return await forgetLogin(attempt)
        case .checkout:
            await substituted(.checkout, reference, by: "the workspace", from: "built in")
            return try await checkOut(uses, attempt, scope: &scope, state: &state)
        case .unavailable(let reason):
            return await unsupported("`\(reference)`: \(reason)", attempt, &state)
        case .image(let image):
            let file = uses.reference.span.file
            let action = ActionSource.Loaded(
                manifest: ActionManifest(image: "docker://\(image)", file: file),
                path: "",
                repository: "",
                ref: ""
            )
            return try await run(action, uses, attempt, scope: &scope, state: &state)
        case .substitute(let substitute):
            if attempt.stage == .main {
                await substituted(
                    .action,
                    reference,
                    by: substitute.folder,
                    from: substitute.source
                )
            }
            return try await run(
                .folder(substitute.folder),
                uses,
                attempt,
                scope: &scope,
                state: &state
            )
        case .own(let repository, let path), .fetched(let repository, let path):
            return try await run(
                .repository(repository, path: path),
                uses,
                attempt,
                scope: &scope,
                state: &state
            )
        case .remote:
            let step = [attempt.step]
            if let verdict = await prepare(step, areReached: true, attempt, &state) {
                return verdict
            }
            // It is here now.
            return try await use(uses, attempt, scope: &scope, state: &state)
        case .workspace(let path):
            return try await run(
                .workspace(path),
                uses,
                attempt,
                scope: &scope,
                state: &state
            )
        }
    }

    private func substituted(
        _ kind: Substitution.Kind,
        _ reference: ActionReference,
        by replacement: String,
        from source: String
    ) async {
        await job.sink.send(
            .substitution(
                Substitution(
                    kind: kind,
                    original: "\(reference)",
                    replacement: replacement,
                    source: source
                )
            )
        )
    }

    /// Fails a step that cannot be run here; its job then counts as not run, whatever
    /// `continue-on-error` says, unless another step really failed.
    func unsupported(
        _ reason: String,
        _ attempt: Attempt,
        _ state: inout JobState
    ) async -> StepVerdict {
        state.unsupported = state.unsupported ?? reason
        await job.sink.send(
            .notHonoured(
                NotHonoured(
                    subject: "step `\(attempt.name)`",
                    reason: reason,
                    job: job.key,
                    span: attempt.step.span
                )
            )
        )
        await job.report(.error, reason, step: attempt.planned.key, at: attempt.step.span)
        var verdict = StepVerdict(.failure, reason: reason)
        verdict.isUnsupported = true
        return verdict
    }

    private func run(
        _ place: ActionSource.Place,
        _ uses: UsesStep,
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async throws(EvaluationFailure) -> StepVerdict {
        let source = ActionSource(job: job, reference: uses.reference.value)
        let action: ActionSource.Loaded
        do {
            action = try await source.load(place)
        } catch {
            for diagnostic in error.diagnostics {
                await job.sink.send(.diagnostic(diagnostic))
            }
            return await couldNotRun(error, attempt)
        }
        return try await run(action, uses, attempt, scope: &scope, state: &state)
    }

    /// Runs a stage of an action that is there.
    private func run(
        _ action: ActionSource.Loaded,
        _ uses: UsesStep,
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async throws(EvaluationFailure) -> StepVerdict {
        var attempt = attempt
        let runs = action.manifest.runs
        await warnOfPre(runs, uses, attempt)
        register(runs, attempt, scope)
        attempt.origin = ActionOrigin(repository: action.repository, ref: action.ref)
        let call = ActionCall(
            action: action,
            inputs: try await actionInputs(action, uses, attempt, scope: scope, state: state),
            saved: job.actions.saved(of: attempt.instance)
        )
        await printHeader(call.inputs, state: call.stateVariables, uses, attempt)
        switch runs {
        case .composite(let steps):
            return try await compose(steps, of: call, attempt, scope: &scope, state: &state)
        case .javaScript(let script):
            return await runJavaScript(script, of: call, attempt, scope: &scope, state: &state)
        case .docker(let docker):
            let work = ContainerWork(docker: docker, call: call, stage: attempt.stage)
            return try await runContainer(work, uses, attempt, scope: &scope, state: &state)
        }
    }

    /// Says that GitHub runs no `pre` of an action of the workspace, and neither do we.
    private func warnOfPre(_ runs: ActionRuns, _ uses: UsesStep, _ attempt: Attempt) async {
        guard case .workspace = job.setup.actions.resolve(uses.reference.value) else { return }
        var has = runs.entry(of: .pre) != nil
        if case .composite(let steps) = runs { has = hasPre(steps) }
        guard has else { return }
        await job.report(
            .warning,
            "`pre` execution is not supported for local action from '\(uses.reference.value)'",
            step: attempt.planned.key
        )
    }
}
