import Diagnostics
import Expressions
import InitProtocol
package import Planning
import RunEvents
import Workflows

/// Runs one job, or one leg of it, from its container to its outputs.
package struct JobRunner: Sendable {
    /// What all jobs share.
    let setup: RunSetup
    /// Makes the places that jobs run in.
    let engine: any JobEngine
    /// Where events go.
    let sink: EventSink
    /// What a minute of `timeout-minutes` is.
    let minute: Duration
    /// Tells the jobs of the run apart.
    let identities: JobIdentities
    /// What the jobs' outputs may take together.
    let outputBudget: OutputBudget
    /// Takes what each job leaves for later questions; nil where nobody asks.
    let keep: EndedJob.Keep?

    /// Runs jobs of one workflow run on an engine; a test may have shorter minutes.
    package init(
        setup: RunSetup,
        engine: any JobEngine,
        sink: EventSink,
        minute: Duration = .seconds(60),
        keep: EndedJob.Keep? = nil
    ) {
        self.setup = setup
        self.engine = engine
        self.sink = sink
        self.minute = minute
        self.keep = keep
        identities = JobIdentities()
        outputBudget = OutputBudget()
    }

    /// The same for one job, with its values and with its events masked.
    private init(_ runner: JobRunner, setup: RunSetup, maskingWith masks: SecretMasks) {
        self.setup = setup
        engine = runner.engine
        sink = runner.sink.masking(with: masks)
        minute = runner.minute
        keep = runner.keep
        identities = runner.identities
        outputBudget = runner.outputBudget
    }

    /// Runs a job to its end; `key` names it in events.
    package func run(
        _ job: PlannedJob,
        key: String,
        signal: CancellationSignal
    ) async -> JobOutcome {
        let masks = SecretMasks()
        setup.addSecrets(to: masks)
        let inner: RunSetup
        do {
            inner = try setup.inside(job.calls).entering(job.environment)
        } catch {
            let message = masks.masked(error.message).text
            let shown = EvaluationFailure(message: message, span: error.span)
            await sink.send(.diagnostic(shown.diagnostic))
            return JobOutcome(.failure, reason: message)
        }
        inner.addSecrets(to: masks)
        let masking = JobRunner(self, setup: inner, maskingWith: masks)
        var outcome = await masking.run(job, key: key, masks: masks, signal: signal)
        outcome.reason = outcome.reason.map { masks.masked($0).text }
        return outcome
    }

    private func run(
        _ job: PlannedJob,
        key: String,
        masks: SecretMasks,
        signal: CancellationSignal
    ) async -> JobOutcome {
        let clock = ContinuousClock()
        let start = clock.now
        if let obstacle = await obstacle(to: job) { return await notRun(job, key, obstacle) }
        await reportKeysWithoutEffect(job, key: key)
        var outcome: JobOutcome
        var inSteps = Duration.zero
        let limits = JobLimits(job: job, signal: signal, minute: minute)
        defer { limits.lift() }
        do {
            let room = try await openWithActions(job, key: key, masks: masks, signal: signal)
            let stepsStart = clock.now
            outcome = await runSteps(of: job, key: key, in: room, masks: masks, signal: signal)
            inSteps = clock.now - stepsStart
            await close(room, key: key)
        } catch {
            if error.cause == .here, signal.cause == nil {
                return await notRun(job, key, error.obstacle(to: job))
            }
            outcome = await failure(error, of: job, masks: masks, signal: signal)
            let paths = JobPaths.runner(repositoryName: setup.repositoryName)
            var contexts = startContexts(job, workspace: paths.expressionWorkspace)
            contexts["job"] = .object([])
            await keep?(EndedJob(key: key, outcome.conclusion, contexts: contexts, masks: masks))
        }
        outcome.seconds = (clock.now - start).seconds
        outcome.secondsOutsideSteps = (clock.now - start - inSteps).seconds
        return outcome
    }

    private func notRun(
        _ job: PlannedJob,
        _ key: String,
        _ obstacle: JobObstacle
    ) async -> JobOutcome {
        await sink.send(
            .notHonoured(
                NotHonoured(
                    subject: "job `\(job.job.id)`",
                    reason: obstacle.reason,
                    job: key,
                    span: obstacle.span
                )
            )
        )
        return JobOutcome(.notRun, reason: obstacle.reason)
    }

    /// Removes what was made for a job, and says what could not be removed.
    func close(_ room: OpenJob, key: String) async {
        for problem in await room.close() {
            await sink.send(.log(LogLines(job: key, step: nil, kind: .warning, text: problem)))
        }
    }

    private func failure(
        _ error: JobOpenError,
        of job: PlannedJob,
        masks: SecretMasks,
        signal: CancellationSignal
    ) async -> JobOutcome {
        if let cause = signal.cause {
            let reason =
                cause == .jobTimeout
                ? cause.explanation(for: job) : "cancelled while it was prepared"
            return JobOutcome(.cancelled, reason: reason)
        }
        await report(error, masks)
        return error.outcome(masks)
    }

    /// Says why the place for a job is not as the workflow wants it.
    func report(_ error: JobOpenError, _ masks: SecretMasks) async {
        await sink.send(
            .diagnostic(
                Diagnostic(
                    code: error.code,
                    severity: .error,
                    message: masks.masked(error.message).text,
                    span: error.span,
                    help: error.help
                )
            )
        )
    }

    private func obstacle(to job: PlannedJob) async -> JobObstacle? {
        // A step with a condition may well be skipped: it is looked at when its turn comes.
        for step in job.work.allSteps where step.condition == nil {
            guard case .uses(let uses) = step.kind,
                case .unavailable(let reason) = setup.actions.resolve(uses.reference.value)
            else { continue }
            return JobObstacle(
                "`\(uses.reference.value)`: \(reason)",
                at: uses.reference.span
            )
        }
        return await engine.obstacle(to: job)
    }
}
