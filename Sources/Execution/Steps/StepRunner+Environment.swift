import Expressions
import InitProtocol
import Planning
import RunEvents
import Workflows

extension RunningJob {
    /// Where the runner's folders are inside the job's container.
    var paths: PathTranslation {
        let paths = room.paths
        guard paths.workRoot != paths.expressionWorkRoot else { return PathTranslation() }
        return PathTranslation([
            .init(
                host: "\(paths.expressionTemp)/_github_workflow",
                container: paths.workflowFolder
            ),
            .init(host: paths.expressionWorkRoot, container: paths.workRoot),
            .init(host: paths.expressionToolCache, container: paths.toolCache),
        ])
    }
}

extension StepRunner {
    /// The complete environment of a step's process, with what it is told of the services.
    func processEnvironment(
        _ attempt: Attempt,
        scope: StepScope,
        state: JobState,
        call: ActionCall? = nil,
        services: JobServices.Variables = []
    ) -> [String: String] {
        var sources = StepEnvironment.Sources()
        sources.layers = [attempt.environment.map { ($0.name, $0.value) }]
        sources.action = call?.variables ?? []
        sources.runtime = services + [("ACTIONS_ORCHESTRATION_ID", job.identity.orchestration)]
        sources.github = Self.scalars(
            of: job.contexts.github(scope: scope, moment: attempt.moment)
        )
        sources.runner = Self.scalars(of: job.contexts.runner)
        sources.inherited = job.room.baseEnvironment.map { ($0.name, $0.value) }
        sources.pathAdditions = PathAdditions(scope.pathEntries(state))
        sources.isInJobContainer = job.room.hasJobContainer
        sources.paths = job.paths
        // Below everything, so that a workflow can tell a local run and can also hide it.
        var variables = ["ACT": "true", "ACTLOCAL": "true"]
        if !job.room.hasJobContainer {
            variables["RUNNER_TRACKING_ID"] = job.identity.tracking
        }
        for entry in job.room.baseEnvironment {
            variables[entry.name] = entry.value
        }
        if let home = job.room.paths.home { variables["HOME"] = home }
        for (name, value) in StepEnvironment(sources).variables {
            variables[name] = value
        }
        if let file = job.gitFile { GitSettings.include(file, in: &variables) }
        return variables
    }

    /// The properties of a context that can be variables.
    static func scalars(of context: ExpressionValue) -> [(name: String, value: String)] {
        guard case .object(let object) = context else { return [] }
        return object.entries.compactMap { name, value in
            value.isPrimitive ? (name, value.asString) : nil
        }
    }

    /// Carries out what a step's commands and environment files say.
    ///
    /// - Returns: false when one of them is wrong, which fails the step.
    func apply(
        _ effects: [CommandEffect],
        _ files: [CollectedFile],
        _ attempt: Attempt,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async -> Bool {
        var isFine = true
        for effect in effects {
            switch effect {
            case .setOutput(let name, let value):
                setOutput(name, value, attempt, &scope, &state)
            case .setEnvironment(let name, let value): state.setEnvironment(name, value)
            case .addPath(let folder): state.addPath(folder)
            case .failStep: isFine = false
            case .saveState(let name, let value):
                job.actions.save(name, value, of: attempt.instance)
            // Carried out at once by the step's log.
            case .addMatcher, .removeMatcher, .removeMatchers: break
            }
        }
        for (kind, path) in attempt.files.byKind {
            guard let file = files.first(where: { $0.path == path }) else { continue }
            isFine = await apply(file, kind, attempt, &scope, &state) && isFine
        }
        return isFine
    }

    /// Sets an output of a step; one without an id has none.
    func setOutput(
        _ name: String,
        _ value: String,
        _ attempt: Attempt,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) {
        guard let id = attempt.id else { return }
        scope.updateRecords(&state) { $0.setOutput(name, value, of: id) }
    }

    private func apply(
        _ file: CollectedFile,
        _ kind: EnvironmentFileKind,
        _ attempt: Attempt,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async -> Bool {
        let step = attempt.planned.key
        switch (file.content, kind) {
        case (.missing, _):
            return true
        case (.tooLarge(let size), .stepSummary):
            let text = StepSummaryFile.refusal(byteCount: Int(clamping: size))
            await job.report(.error, text, step: step)
            return true
        case (.unreadable(let reason), .stepSummary):
            let text = "The job summary is left out: its file \(reason)"
            await job.report(.warning, text, step: step)
            return true
        case (.tooLarge(let size), _):
            let limit = FileCollection.defaultLimit
            let text = "it has \(size) bytes, and at most \(limit) are taken here"
            return await refuse(kind, text, step)
        case (.unreadable(let reason), _):
            return await refuse(kind, reason, step)
        case (.bytes(let bytes), .path):
            var additions = PathAdditions(state.pathEntries)
            additions.add(file: bytes)
            state.pathEntries = additions.folders
            return true
        case (.bytes(let bytes), .stepSummary):
            await summarise(bytes, step)
            return true
        case (.bytes(let bytes), _):
            return await apply(
                EnvironmentFileResult(kind, bytes: bytes),
                kind,
                attempt,
                &scope,
                &state
            )
        }
    }

    private func apply(
        _ result: EnvironmentFileResult,
        _ kind: EnvironmentFileKind,
        _ attempt: Attempt,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async -> Bool {
        for (name, value) in result.pairs {
            switch kind {
            case .environment: state.setEnvironment(name, value)
            case .output: setOutput(name, value, attempt, &scope, &state)
            case .state: job.actions.save(name, value, of: attempt.instance)
            case .path, .stepSummary: break
            }
        }
        for error in result.errors {
            await job.report(.error, error, step: attempt.planned.key)
        }
        return !result.failsStep
    }

    private func refuse(
        _ kind: EnvironmentFileKind,
        _ reason: String,
        _ step: String
    ) async -> Bool {
        await job.report(.error, "\(kind.failureMessage) \(reason)", step: step)
        return false
    }

    private func summarise(_ bytes: [UInt8], _ step: String) async {
        switch StepSummaryFile(bytes, masks: job.masks) {
        case .empty: break
        case .markdown(let text):
            await job.sink.send(
                .summary(StepSummary(job: job.key, step: step, markdown: text.text))
            )
        case .refused(let message): await job.report(.error, message, step: step)
        }
    }
}
