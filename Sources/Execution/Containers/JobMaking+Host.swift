import ContainerEngine
import InitProtocol
import RunEvents

extension JobMaking {
    /// Creates and starts the job container, served by init, else by the engine's own exec.
    func makeContainer(
        _ image: JobImage,
        network: String?,
        volume: String,
        paths: JobPaths,
        ways: FolderReach.Ways
    ) async throws -> (any StepHost, id: String) {
        var definition = try await jobDefinition(
            image,
            network: network,
            volume: volume,
            paths: paths
        )
        addNodes(to: &definition)
        let reason: String
        switch try await startWithInit(definition, ways: ways) {
        case .served(let served): return (served.host, served.id)
        case .unable(let problem): reason = problem
        }
        let text =
            "`actlocal-init` cannot run in `\(image.reference)` (\(reason)); its steps go "
            + "through the engine's `exec` instead, which is slower"
        await opening.sink.send(
            .log(LogLines(job: opening.key, step: nil, kind: .warning, text: text))
        )
        return try await startWithExec(definition, ways: ways)
    }

    /// A container that init serves.
    struct Served: Sendable {
        /// Its init.
        let host: InitStepHost
        /// The way to it.
        let transport: AttachedInitTransport
        /// The engine's id of it.
        let id: String
        /// What removes it before the job's end.
        let removal: Int
    }

    /// What came of a container that was to be served by init.
    enum Start: Sendable {
        /// Init answers.
        case served(Served)
        /// Init cannot run there.
        case unable(reason: String)
    }

    /// Starts a container with init as its first process.
    func startWithInit(
        _ definition: ContainerDefinition,
        ways: FolderReach.Ways
    ) async throws -> Start {
        var definition = definition
        definition.process.entrypoint = [Self.initPath]
        definition.process.command = ["serve"] + definition.leaveCapabilitiesToInit()
        definition.streams = .attached
        // With our end of the stream init ends too, so a killed run leaves no job running.
        definition.streams.closesInputAfterFirstClient = true
        addOwnFiles(to: &definition, withInit: true, ways: ways)
        let (id, removal) = try await createContainer(definition)
        do {
            try await copyOwnFiles(into: id, withInit: true, ways: ways)
            let stream = try await engine.attach(to: id)
            try await engine.startContainer(id)
            let transport = AttachedInitTransport(stream)
            let host = try await greet(stream, transport, at: door(ways))
            cleanup.precede(removal) { [engine] in await Self.end(id, of: host, engine) }
            return .served(Served(host: host, transport: transport, id: id, removal: removal))
        } catch EngineError.cannotExecute(_, let detail) {
            _ = await cleanup.runNow(removal)
            return .unable(reason: detail)
        } catch let error as EngineError {
            _ = await cleanup.runNow(removal)
            throw error
        } catch let error as StepHostError {
            guard let status = try await exitStatus(of: id) else { throw error }
            _ = await cleanup.runNow(removal)
            return .unable(reason: "it ended with status \(status)")
        }
    }

    /// Lets a container end by itself, which is faster than having the engine kill it.
    ///
    /// What goes on all the same is killed by its removal.
    static func end(_ id: String, of host: InitStepHost, _ engine: Engine) async {
        await host.close()
        await withTaskGroup { group in
            group.addTask { _ = try? await engine.waitForContainer(id) }
            group.addTask { try? await Task.sleep(for: .seconds(2)) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Where init can come to without the engine in between; nil for nowhere.
    private func door(_ ways: FolderReach.Ways) -> InitDoor? {
        guard ways.bindsFiles, let folder = settings.services else { return nil }
        return InitDoor(in: folder, seenAs: ContainerJobEngine.Settings.servicesFolder)
    }

    /// Waits for init's greeting, no longer than a minute and not in a cancelled task.
    func greet(
        _ stream: AttachedStream,
        _ transport: AttachedInitTransport,
        at door: InitDoor? = nil
    ) async throws -> InitStepHost {
        let patience = Task {
            try await Task.sleep(for: .seconds(60))
            stream.close()
        }
        do {
            let host = try await withTaskCancellationHandler {
                try await InitStepHost(transport: transport, door: door)
            } onCancel: {
                stream.close()
            }
            patience.cancel()
            return host
        } catch {
            patience.cancel()
            guard case .failure = await patience.result else {
                throw StepHostError.engine("`actlocal-init` did not answer within a minute")
            }
            throw error
        }
    }

    /// The exit status of a container that is about to end; nil when it goes on all the same.
    ///
    /// Its streams can end a moment before the engine notes its end.
    private func exitStatus(of id: String) async throws -> Int? {
        for _ in 0..<40 {
            let state = try await engine.container(id).state
            if !state.isRunning { return state.exitStatus }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }

    /// The container with a process that only waits, as GitHub's runner has it.
    private func startWithExec(
        _ definition: ContainerDefinition,
        ways: FolderReach.Ways
    ) async throws -> (any StepHost, id: String) {
        var definition = definition
        definition.process.entrypoint = ["tail"]
        definition.process.command = ["-f", "/dev/null"]
        addOwnFiles(to: &definition, withInit: false, ways: ways)
        let id = try await createContainer(definition).value
        try await copyOwnFiles(into: id, withInit: false, ways: ways)
        try await engine.startContainer(id)
        return (try await ExecStepHost(engine: engine, container: id), id)
    }
}
