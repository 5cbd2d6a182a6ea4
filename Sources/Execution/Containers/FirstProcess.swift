import ContainerEngine
import InitProtocol
import Synchronization

/// The first process of an action's container, where the program that runs has to be it.
///
/// The `init` of s6-overlay and its like refuse to be anything but process 1. Such a program takes
/// the place of our init, of which a copy goes on serving beside it, and writes to the container's
/// error output, so that nothing of it is lost when the container ends with it.
struct FirstProcess: Sendable {
    private static let names: Set<Substring> = [
        "init", "systemd", "s6-svscan", "s6-overlay-init", "runit-init", "tini", "dumb-init",
        "catatonit",
    ]
    /// How long the engine may take to tell of an end that the streams have told already.
    private static let patience = Duration.seconds(5)

    /// The container.
    let container: ActionContainer
    /// The job, where the files are that the process leaves.
    let job: any StepHost
    /// The paths of these files in the job.
    let files: [String]

    /// Whether a program insists on being process 1.
    static func isNeeded(for program: String) -> Bool {
        names.contains(program.split(separator: "/").last ?? "")
    }

    /// Runs a process to its end, which is the container's.
    ///
    /// A cancelled task has the engine signal it as GitHub does.
    func run(
        _ request: ProcessRequest,
        output: @escaping AttachedInitTransport.ErrorOutput
    ) async throws(StepHostError) -> ProcessExit {
        if Task.isCancelled { throw .cancelled }
        let connection = container.host.connection
        container.served.transport.takeErrorOutput(output)
        var request = request
        request.collectedFiles = []
        let start = ContinuousClock.now
        guard case .done = try await connection.answer(to: .takeOver(request)) else {
            throw .protocolViolation("the start of a process was answered by something else")
        }
        let ladder = Ladder()
        // A task of its own: `output` must not see the cancellation it reports on.
        let ending = Task { await connection.waitForEnd() }
        await withTaskCancellationHandler {
            await ending.value
        } onCancel: {
            ladder.start { try await stop() }
        }
        let isStopped = ladder.end()
        // What is asked now is asked of a cancelled process, too.
        let asking = Task { (await exitStatus(), await collect()) }
        let (status, found) = await asking.value
        return ProcessExit(
            status: .exited(Int32(truncatingIfNeeded: try status.get())),
            wallTime: .now - start,
            wasKilled: isStopped,
            files: found
        )
    }

    private func stop() async throws {
        let id = container.served.id
        for rung in KillLadder.github.rungs {
            try? await container.engine.killContainer(id, signal: "\(rung.signal)")
            try await Task.sleep(for: rung.patience)
        }
        try await container.engine.killContainer(id)
    }

    /// The container's exit status, or why the engine does not tell it.
    private func exitStatus() async -> Result<Int, StepHostError> {
        let container = container
        return await withTaskGroup(of: Result<Int, StepHostError>.self) { group in
            group.addTask {
                do {
                    return .success(
                        try await container.engine.waitForContainer(container.served.id)
                    )
                } catch {
                    return .failure(.engine((error as? EngineError)?.message ?? "\(error)"))
                }
            }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return .failure(.engine("it does not tell how the container ended"))
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.cancelled)
        }
    }

    private func collect() async -> [CollectedFile] {
        var found: [CollectedFile] = []
        for path in files {
            let content: CollectedContent
            do {
                let limit = Int(FileCollection(path: path).limit)
                let bytes = try await job.read(path, limit: limit)
                content = bytes.map { CollectedContent.bytes($0) } ?? .missing
            } catch {
                content = .unreadable("\(error)")
            }
            found.append(CollectedFile(path: path, content: content))
            try? await job.remove(path)
        }
        return found
    }
}

/// The ending of a process that was begun, if it was.
private final class Ladder: Sendable {
    private let task = Mutex<Task<Void, any Error>?>(nil)

    /// Begins.
    func start(_ climb: @Sendable @escaping () async throws -> Void) {
        task.withLock { $0 = $0 ?? Task { try await climb() } }
    }

    /// The process has ended; tells whether its ending was begun.
    func end() -> Bool {
        task.withLock { task in
            task?.cancel()
            return task != nil
        }
    }
}
