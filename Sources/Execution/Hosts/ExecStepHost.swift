package import ContainerEngine
package import InitProtocol

/// A step host for containers in which `actlocal-init` cannot run: `docker exec` and archives.
///
/// Slower, and it asks more of the image: `/bin/sh` and the usual tools. What it cannot do is told:
/// forwarding is `unsupported`, CPU time and memory are zero, and the engine adds `HOME`.
package final class ExecStepHost: StepHost {
    /// The engine of the container.
    let engine: Engine
    /// The container, which runs something that waits.
    let container: String
    private let variables: [String: String]

    /// Serves a container that runs.
    package init(engine: Engine, container: String) async throws(StepHostError) {
        self.engine = engine
        self.container = container
        let details = try await ExecStepHost.shielded { try await engine.container(container) }
        let pairs = details.environment.map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
        variables = Dictionary(pairs) { _, last in last }
    }

    /// The environment of the container.
    package func environment() -> [String: String] { variables }

    /// Runs a process; see ``StepHost``.
    package func run(
        _ request: ProcessRequest,
        ladder: KillLadder,
        output: ProcessOutput
    ) async throws(StepHostError) -> ProcessExit {
        if Task.isCancelled { throw .cancelled }
        guard !request.arguments.isEmpty else {
            throw .failed(.refused("a process needs a program to run"))
        }
        try await place(request.placedFiles)
        let definition = definition(for: request, separatesErrors: output.isSeparate)
        let (engine, container) = (engine, container)
        let exec = try await ExecStepHost.shielded {
            try await engine.createExec(definition, in: container)
        }
        let process = ExecProcess(engine: engine, container: container, exec: exec)
        let reader = Task { await process.run(request, output: output) }
        let result = await withTaskCancellationHandler {
            await reader.value
        } onCancel: {
            Task { await process.stop(ladder) }
        }
        let collected: Result<[CollectedFile], StepHostError>
        do throws(StepHostError) {
            var files: [CollectedFile] = []
            if case .success = result {
                for file in request.collectedFiles { files.append(try await collect(file)) }
            }
            collected = .success(files)
        } catch {
            collected = .failure(error)
        }
        await removeTemporary(request.placedFiles)
        var exit = try result.get()
        exit.files += try collected.get()
        return exit
    }

    /// Removes what only one process was to read, such as what it exports.
    ///
    /// What cannot be removed goes with the container; the process has ended as it has ended.
    private func removeTemporary(_ files: [PlacedFile]) async {
        for file in files where file.isTemporary { try? await remove(file.path) }
    }

    /// The container is its owner's to end.
    package func close() async {}

    /// Runs a script as root and gives back what it wrote.
    ///
    /// - Throws: `StepHostError.failed(.refused)` with the script's words when it failed.
    func script(
        _ text: String,
        _ arguments: [String],
        path: String? = nil
    ) async throws(StepHostError) -> String {
        let (engine, container) = (engine, container)
        let environment = ["PATH=\(path ?? variables["PATH"] ?? ExecStepHost.defaultPath)"]
        let (status, output) = try await ExecStepHost.shielded {
            var bytes: [UInt8] = []
            let status = try await engine.run(
                ["/bin/sh", "-c", text, "sh"] + arguments,
                in: container,
                environment: environment,
                user: "0:0",
                workingDirectory: "/"
            ) { bytes += $0.bytes }
            return (status, bytes)
        }
        let words = String(decoding: output, as: UTF8.self)
        guard status == 0 else {
            let reason = words.split(separator: "\n").last.map(String.init)
            throw .failed(.refused(reason ?? "a script in the container ended with \(status)"))
        }
        return words
    }

    /// Runs calls of the engine to their end even when the calling task is cancelled.
    static func shielded<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws(StepHostError) -> Value {
        let task = Task { try await body() }
        switch await task.result {
        case .success(let value): return value
        case .failure(let error as StepHostError): throw error
        case .failure(let error as InitFailure): throw .failed(error)
        case .failure(let error): throw .engine("\(error)")
        }
    }

    private func definition(
        for request: ProcessRequest,
        separatesErrors: Bool
    ) -> ExecDefinition {
        let unwanted = variables.keys.filter { name in
            request.environment[name] == nil
                && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        }
        let script = ContainerScript.start(
            unset: unwanted.sorted(),
            separatesErrors: separatesErrors
        )
        var definition = ExecDefinition(["/bin/sh", "-c", script, "sh"] + request.arguments)
        definition.environment = request.environment.map { "\($0.key)=\($0.value)" }.sorted()
        definition.user = request.user.isEmpty ? nil : request.user
        definition.workingDirectory = request.workingDirectory
        return definition
    }

    /// Writes files at the same time, also when the calling task is cancelled.
    private func place(_ files: [PlacedFile]) async throws(StepHostError) {
        try await ExecStepHost.shielded { [self] in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for file in files {
                    group.addTask {
                        try await self.write(file.contents, to: file.path, file.attributes)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private func collect(_ file: FileCollection) async throws(StepHostError) -> CollectedFile {
        do throws(StepHostError) {
            let bytes = try await read(file.path, limit: Int(clamping: file.limit))
            return CollectedFile(path: file.path, content: bytes.map { .bytes($0) } ?? .missing)
        } catch .failed(.tooLarge(_, let size, _)) {
            return CollectedFile(path: file.path, content: .tooLarge(size))
        } catch .failed(let failure) {
            return CollectedFile(path: file.path, content: .unreadable(failure.description))
        }
    }

    private static let defaultPath =
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
}
