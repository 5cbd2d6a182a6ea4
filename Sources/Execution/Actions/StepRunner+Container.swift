import ContainerEngine
import Expressions
import InitProtocol
import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// Runs a step in a container of its own.
    ///
    /// Source: actions/runner `ContainerActionHandler`
    func runContainer(
        _ work: ContainerWork,
        _ uses: UsesStep,
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async throws(EvaluationFailure) -> StepVerdict {
        guard let containers = job.room.actionContainers else {
            let reason = "container actions need a container engine; run without `--host`"
            return await unsupported(reason, attempt, &state)
        }
        guard let image = work.image else {
            return await couldNotRun(work.refusal, attempt)
        }
        let command = try await command(work, attempt, scope: scope, state: state)
        do {
            let container = try await open(
                image,
                named: "\(uses.reference.value)",
                in: containers,
                attempt
            )
            let result: Result<StepVerdict, any Error>
            do {
                let request = try await request(command, in: container, attempt, scope)
                let place = place(of: request, in: container, attempt)
                let verdict =
                    try await execute(request, attempt, scope: &scope, state: &state, at: place)
                if let status = verdict.exitStatus, job.setup.isDebug {
                    let text = "Docker Action run completed with exit code \(status)"
                    await job.say(.debug, text, step: attempt.planned.key)
                }
                result = .success(verdict)
            } catch {
                result = .failure(error)
            }
            await Task(operation: container.end).value
            return try result.get()
        } catch is InterruptibleWork.Ended {
            let ended = await ended(attempt, isInner: scope.action != nil)
            return ended ?? StepVerdict(.cancelled)
        } catch {
            var verdict = await containerFailed(error, attempt, &state)
            verdict.isOfSetUp =
                verdict.outcome == .failure && !verdict.isUnsupported
                && uses.reference.value.isMadeBefore && isOfImage(error)
            return verdict
        }
    }

    /// Where a process runs, and whether it has to be the first one there.
    private func place(
        of request: ProcessRequest,
        in container: ActionContainer,
        _ attempt: Attempt
    ) -> ProcessPlace {
        var place = ProcessPlace(
            host: container.host,
            paths: job.room.paths.actionTranslation
        )
        guard FirstProcess.isNeeded(for: request.arguments[0]) else { return place }
        let first = FirstProcess(
            container: container,
            job: job.room.host,
            files: attempt.files.all
        )
        place.runner = { (request, output) async throws(StepHostError) in
            try await first.run(request, output: output.take)
        }
        return place
    }

    /// What runs in the container, with nothing left to evaluate.
    private struct ContainerCommand {
        let entrypoint: String?
        let arguments: [String]
        let call: ActionCall
        let environment: [(name: String, value: String)]
    }

    private func command(
        _ work: ContainerWork,
        _ attempt: Attempt,
        scope: StepScope,
        state: JobState
    ) async throws(EvaluationFailure) -> ContainerCommand {
        var inner = scope
        inner.action = StepScope.Action(
            inputs: .object(work.call.inputs.map { ($0.name, .string($0.value)) }),
            path: "",
            repository: "",
            ref: "",
            instance: attempt.instance,
            caller: scope.action?.caller ?? attempt.step.contextName
        )
        let evaluation = evaluation(attempt, scope: inner, state: state)
        let docker = work.docker
        let (arguments, environment) = try await evaluation.read {
            (reader) throws(EvaluationFailure) in
            (
                try docker.args.map { (args) throws(EvaluationFailure) in
                    try reader.textSequence(args)
                },
                try docker.env.map { (env) throws(EvaluationFailure) in
                    try reader.textMapping(env)
                }
            )
        }
        return ContainerCommand(
            entrypoint: work.entrypoint,
            arguments: work.arguments(arguments),
            call: work.call,
            environment: environment ?? []
        )
    }

    private func open(
        _ image: ContainerWork.Image,
        named name: String,
        in containers: ActionContainers,
        _ attempt: Attempt
    ) async throws -> ActionContainer {
        let room = job.room
        return try await InterruptibleWork(signal: job.signal, interruption: attempt.interruption)
            .run {
                let image = try await self.image(image, named: name, from: containers, attempt)
                try await room.host.prepare(
                    directories: room.paths.actionFolders.map(\.own),
                    FileAttributes(mode: 0o755, owner: room.user),
                    files: []
                )
                return try await containers.open(image)
            }
    }

    private func request(
        _ command: ContainerCommand,
        in container: ActionContainer,
        _ attempt: Attempt,
        _ scope: StepScope
    ) async throws -> ProcessRequest {
        let image = container.image.configuration
        let entrypoint = command.entrypoint.map { [$0] } ?? image.entrypoint
        let hasOwnCommand = command.entrypoint == nil && command.arguments.isEmpty
        let arguments = entrypoint + (hasOwnCommand ? image.command : command.arguments)
        guard !arguments.isEmpty else {
            throw ActionContainerError.noCommand(image: container.image.tags.first ?? "the image")
        }
        let paths = job.room.paths.actionTranslation
        let files = attempt.files.all.map { paths.container(job.contexts.expressionPath($0)) }
        let owner = try await job.room.host.lookUp(user: job.room.user)
        let owned = FileAttributes(mode: 0o644, owner: "\(owner.userID):\(owner.groupID)")
        return ProcessRequest(
            arguments: arguments,
            environment: containerEnvironment(
                command,
                attempt,
                scope: scope,
                services: await job.serviceVariables(
                    in: container.host,
                    step: attempt.planned.key
                ),
                below: container.host.environment()
            ),
            workingDirectory: paths.container(job.room.paths.expressionWorkspace),
            user: image.user.isEmpty ? "0" : image.user,
            placedFiles: files.map { PlacedFile(path: $0, owned, isTemporary: true) },
            collectedFiles: files.map { FileCollection(path: $0) },
            // With its first process a container ends, and whatever else runs in it.
            drain: DrainLimits(quiet: .milliseconds(20), longest: .milliseconds(100))
        )
    }

    /// The complete environment of a container action's process; what earlier steps added to
    /// `PATH` is not in it, as on GitHub.
    private func containerEnvironment(
        _ command: ContainerCommand,
        _ attempt: Attempt,
        scope: StepScope,
        services: JobServices.Variables,
        below image: [String: String]
    ) -> [String: String] {
        var sources = StepEnvironment.Sources()
        sources.layers = [attempt.environment.map { ($0.name, $0.value) }]
        sources.action = command.call.variables
        // GitHub tells only JavaScript actions of this one.
        sources.runtime =
            services.filter { !["ACTIONS_CACHE_SERVICE_V2", GitSettings.file].contains($0.name) }
            + [("ACTIONS_ORCHESTRATION_ID", job.identity.orchestration)]
        sources.github = Self.scalars(of: job.contexts.github(scope: scope, moment: attempt.moment))
        sources.runner = Self.scalars(of: job.contexts.runner)
        // What the image says of `CI` does not count, what the action says does.
        sources.inherited = command.environment
        sources.isInJobContainer = true
        sources.paths = job.room.paths.actionTranslation
        var variables = ["ACT": "true", "ACTLOCAL": "true"].merging(image) { _, image in image }
        for (name, value) in command.environment {
            variables[name] = sources.paths.container(value)
        }
        for (name, value) in StepEnvironment(sources).variables {
            variables[name] = value
        }
        variables["HOME"] = sources.paths.container(
            job.contexts.expressionPath(job.room.paths.actionHome)
        )
        // Where GitHub's API is reached from this container.
        for (name, value) in services where name.hasPrefix("GITHUB_") {
            variables[name] = value
        }
        if let file = services.first(where: { $0.name == GitSettings.file })?.value {
            let place = sources.paths.container(job.contexts.expressionPath(file))
            GitSettings.include(place, in: &variables)
        }
        return variables
    }

    /// Reports why a container action did not run, or what became of its container.
    ///
    /// What only this machine refuses says nothing about the action.
    func containerFailed(
        _ error: any Error,
        _ attempt: Attempt,
        _ state: inout JobState
    ) async -> StepVerdict {
        if job.signal.isCancelled { return StepVerdict(.cancelled) }
        let span = attempt.step.span
        let failure = ContainerJobEngine.explain(error, at: span)
        guard failsOnGitHub(error) else {
            let help = failure.help.map { "; \($0)" } ?? ""
            return await unsupported(failure.message + help, attempt, &state)
        }
        await job.report(.error, failure.message, step: attempt.planned.key, at: span)
        if let help = failure.help { await job.say(.output, help, step: attempt.planned.key) }
        return StepVerdict(.failure, reason: failure.message)
    }

    /// Whether an error is that an image is not to be had, not that it does not run.
    private func isOfImage(_ error: any Error) -> Bool {
        switch error {
        case EngineError.pullFailed, ActionContainerError.buildFailed,
            ActionContainerError.noDockerfile:
            true
        default: false
        }
    }

    /// Whether GitHub's machines would say no as well.
    private func failsOnGitHub(_ error: any Error) -> Bool {
        switch error {
        case EngineError.pullFailed(_, let failure):
            switch failure {
            case .denied, .notFound, .noPlatform: true
            case .rateLimited, .network, .other: false
            }
        case EngineError.cannotExecute: true
        case is EngineError, is MissingImage: false
        case ActionContainerError.withoutInit, ActionContainerError.cannotShare: false
        default: true
        }
    }
}

extension ActionReference {
    /// Whether GitHub makes the image before the first step, or before the first inner one.
    fileprivate var isMadeBefore: Bool {
        switch self {
        case .repository, .docker: true
        case .local, .sameRepository: false
        }
    }
}
