import Diagnostics
import Expressions
import InitProtocol
import Planning
import RunEvents
import Workflows

extension JobRunner {
    /// Evaluates what the containers need and has the engine make them.
    func open(
        _ job: PlannedJob,
        key: String,
        masks: SecretMasks,
        signal: CancellationSignal
    ) async throws(JobOpenError) -> OpenJob {
        let opening: JobOpening
        do {
            let paths = JobPaths.runner(repositoryName: setup.repositoryName)
            let contexts = startContexts(job, workspace: paths.expressionWorkspace)
            let reader = TemplateReader(EvaluationContext(contexts))
            let container = try job.work.container.flatMap {
                (written) throws(EvaluationFailure) in
                try ContainerRequest(written, reader: reader)
            }
            opening = JobOpening(
                key: key,
                job: job,
                repositoryName: setup.repositoryName,
                eventJSON: setup.eventJSON,
                container: container,
                services: try ServiceRequest.all(job.work.services, reader: reader),
                sink: sink,
                masks: masks
            )
        } catch {
            throw JobOpenError(error.message, at: error.span, cause: .workflow)
        }
        let engine = engine
        let making = Task { () -> Result<OpenJob, JobOpenError> in
            do throws(JobOpenError) {
                return .success(try await engine.open(opening))
            } catch {
                return .failure(error)
            }
        }
        let observer = signal.observe { _ in making.cancel() }
        defer { signal.stopObserving(observer) }
        return try await making.value.get()
    }

    /// The contexts for `container`, `services` and `env` of a job; expressions name the checkout's
    /// folder by `workspace`.
    func startContexts(
        _ job: PlannedJob,
        workspace: String,
        github: [(String, ExpressionValue)]? = nil
    ) -> [String: ExpressionValue] {
        [
            "github": .object(
                (github ?? setup.github) + [
                    ("job", .string(job.job.id)),
                    ("workspace", .string(workspace)),
                ]
            ),
            "inputs": setup.inputs, "vars": setup.vars, "needs": job.needs,
            "strategy": job.strategy.context, "matrix": job.leg.context,
            "secrets": setup.secretsContext,
        ]
    }

    /// Runs the steps of an open job and evaluates its outputs.
    func runSteps(
        of job: PlannedJob,
        key: String,
        in room: OpenJob,
        masks: SecretMasks,
        signal: CancellationSignal
    ) async -> JobOutcome {
        let loss = HostLoss(
            peer: engine is HostJobEngine ? "the job's `actlocal-init`" : "the container engine"
        )
        let identity = identities.next(run: Double(setup.property("run_id")) ?? 0, id: job.job.id)
        let services = JobServiceDoor(
            services: setup.services,
            request: serviceRequest(of: job, key: key, identity: identity, masks),
            masks: masks,
            room: room
        )
        let path = room.baseEnvironment.last { $0.name == "PATH" }?.value ?? ""
        async let api = room.host is AbsentStepHost ? [] : services.api(inJob: room.host)
        async let gitFile = room.host is AbsentStepHost ? nil : services.gitFile()
        let shells = ShellPaths(room.host)
        if !room.hasJobContainer { _ = try? await shells.path(of: "bash", searchPath: path) }
        var setup = setup
        setup.github += await api.map { ($0.name, .string($0.value)) }
        let running = RunningJob(
            key: key,
            setup: setup,
            plan: job,
            room: room,
            masks: masks,
            sink: sink,
            signal: signal,
            loss: loss,
            shells: shells,
            names: NameSource(),
            minute: minute,
            nodes: NodeRuntimes(room, searchPath: path, sink: sink),
            identity: identity,
            services: services,
            gitFile: await gitFile
        )
        let outcome = await runSteps(of: running)
        await services.close()
        return outcome
    }

    private func serviceRequest(
        of job: PlannedJob,
        key: String,
        identity: JobIdentity,
        _ masks: SecretMasks
    ) -> JobServices.Request {
        JobServices.Request(
            key: key,
            job: job.job.id,
            checkRun: identity.checkRun,
            source: setup.source,
            environment: job.environment,
            runnerEnvironment: job.runner.environment,
            permissions: job.permissions,
            cacheMode: job.cacheMode,
            mask: { masks.masked($0).text },
            report: { [sink] in await sink.send(.notHonoured($0)) }
        )
    }

    private func runSteps(of running: RunningJob) async -> JobOutcome {
        var scope = StepScope(jobEnvironment: [])
        var state = JobState()
        if let failure = running.room.failure {
            await report(failure, running.masks)
            state.status = .failure
            scope.hasRealFailure = true
        }
        let outcome = await runSteps(of: running, scope: &scope, state: &state)
        await keep?(EndedJob(running, scope: scope, state: state, outcome.conclusion))
        return outcome
    }

    private func runSteps(
        of running: RunningJob,
        scope: inout StepScope,
        state: inout JobState
    ) async -> JobOutcome {
        let (job, room, masks) = (running.plan, running.room, running.masks)
        do {
            scope.jobEnvironment = try jobEnvironment(
                job,
                room: room,
                github: running.setup.github
            )
            scope.defaults = try scriptDefaults(
                job,
                environment: scope.jobEnvironment,
                room: room,
                github: running.setup.github
            )
            await StepRunner(job: running).runJob(job.steps, scope: &scope, state: &state)
            if running.signal.isCancelled { state.status = .cancelled }
            return await outcome(of: running, scope: scope, state: state)
        } catch {
            await running.report(.error, error.message, step: nil, at: error.span)
            return JobOutcome(.failure, reason: masks.masked(error.message).text)
        }
    }

    /// `env` of the run, the workflow and the job, in that order.
    private func jobEnvironment(
        _ job: PlannedJob,
        room: OpenJob,
        github: [(String, ExpressionValue)]
    ) throws(EvaluationFailure) -> [EnvironmentEntry] {
        var contexts = startContexts(
            job,
            workspace: room.paths.expressionWorkspace,
            github: github
        )
        var entries = setup.environment
        for template in [setup.workflow.env, job.work.env] {
            guard let template else { continue }
            contexts["env"] = .object(
                entries.map { ($0.name, .string($0.value)) },
                caseSensitive: true
            )
            let reader = TemplateReader(EvaluationContext(contexts))
            entries += try reader.textMapping(template).map { EnvironmentEntry($0.name, $0.value) }
        }
        return entries
    }

    /// `defaults.run` of the job, else that of the workflow: never some of both.
    ///
    /// Source: actions/runner `JobExtension.InitializeJob`, which empties its table for each
    private func scriptDefaults(
        _ job: PlannedJob,
        environment: [EnvironmentEntry],
        room: OpenJob,
        github: [(String, ExpressionValue)]
    ) throws(EvaluationFailure) -> ScriptDefaults {
        guard let written = job.work.defaults ?? setup.workflow.defaults else {
            return ScriptDefaults()
        }
        var contexts = startContexts(
            job,
            workspace: room.paths.expressionWorkspace,
            github: github
        )
        contexts["env"] = .object(
            environment.map { ($0.name, .string($0.value)) },
            caseSensitive: true
        )
        let texts = try TemplateReader(EvaluationContext(contexts)).defaults(written)
        return ScriptDefaults(shell: texts.shell, workingDirectory: texts.workingDirectory)
    }
}
