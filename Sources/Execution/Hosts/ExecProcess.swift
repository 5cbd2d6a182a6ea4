import ContainerEngine
import InitProtocol

/// One process started by exec: its output, its end, and the signals on the way there.
actor ExecProcess {
    private let engine: Engine
    private let container: String
    private let exec: String
    private let start = ContinuousClock.now
    private var processID: String?
    private var firstLine: [UInt8] = []
    private var lastActivity = ContinuousClock.now
    private var hasEnded = false
    private var wasKilled = false
    private var pendingLadder: KillLadder?

    /// Names a prepared exec.
    init(engine: Engine, container: String, exec: String) {
        self.engine = engine
        self.container = container
        self.exec = exec
    }

    /// Runs the process to its end.
    func run(
        _ request: ProcessRequest,
        output: ProcessOutput
    ) async -> Result<ProcessExit, StepHostError> {
        do {
            let stream = try await engine.startExec(exec)
            let reader = Task { try await read(stream, output: output) }
            defer {
                reader.cancel()
                stream.close()
            }
            let (status, ended) = try await waitForExit()
            if wasKilled { await endRest() }
            let isOpen = await drain(reader, request.drain, since: ended)
            if !isOpen, case .failure(let error) = await reader.result {
                return .failure(.engine("the step's output broke off: \(error)"))
            }
            return outcome(status, request, wallTime: ended - start, isOpen: isOpen)
        } catch {
            let text = "\(error)"
            if text.contains("unable to find user") {
                return .failure(.failed(.unknownUser(request.user)))
            }
            return .failure(.engine(text))
        }
    }

    /// Starts the ladder, as soon as the process's id is known.
    func stop(_ ladder: KillLadder) async {
        guard !hasEnded else { return }
        wasKilled = true
        guard let processID else {
            pendingLadder = ladder
            return
        }
        for rung in ladder.rungs {
            let script =
                ladder.scope == .tree ? ContainerScript.signalTree : ContainerScript.signal
            await signal(script, "\(rung.signal)", processID)
            guard await waitForEnd(rung.patience) else { break }
        }
        if !hasEnded { await signal(ContainerScript.signalTree, "9", processID) }
    }

    /// Waits for the end, but no longer than that.
    ///
    /// - Returns: false where nobody waits any more, because the task is cancelled.
    private func waitForEnd(_ patience: Duration) async -> Bool {
        let end = ContinuousClock.now + patience
        while !hasEnded, .now < end {
            let pause = min(Duration.milliseconds(50), end - .now)
            do { try await Task.sleep(for: pause) } catch { return false }
        }
        return true
    }

    /// Ends what the stopped process left of its tree, politely first.
    private func endRest() async {
        guard let processID else { return }
        let end = ContinuousClock.now + KillLadder.patienceAfterwards
        var number = "15"
        while ContinuousClock.now < end {
            guard await signal(ContainerScript.signalTree, number, processID) else { return }
            number = "0"
            try? await Task.sleep(for: .milliseconds(50))
        }
        await signal(ContainerScript.signalTree, "9", processID)
    }

    /// Whether something of the process's tree or session runs, daemons not among it.
    private func isAnybodyLeft() async -> Bool {
        guard let processID else { return false }
        return await signal(ContainerScript.signalTree, "0", processID)
    }

    /// Runs a script that sends a signal; whether it reached somebody.
    @discardableResult
    private func signal(_ script: String, _ number: String, _ processID: String) async -> Bool {
        let status = try? await engine.run(
            ["/bin/sh", "-c", script, "sh", number, processID],
            in: container,
            user: "0:0"
        )
        return status == 0
    }

    /// Passes output on; the first line is the start script's.
    private func read(
        _ stream: AttachedStream,
        output: ProcessOutput
    ) async throws {
        while let chunk = try await stream.receive() {
            lastActivity = .now
            if chunk.stream == .stderr {
                await output.takeErrors(chunk.bytes[...])
            } else {
                let rest = takeFirstLine(chunk.bytes[...])
                if !rest.isEmpty { await output.take(rest) }
            }
            lastActivity = .now
        }
    }

    private func takeFirstLine(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard processID == nil else { return bytes }
        guard let end = bytes.firstIndex(of: 0x0A) else {
            firstLine += bytes
            return []
        }
        firstLine += bytes[..<end]
        let text = String(decoding: firstLine, as: UTF8.self)
        guard Int32(text) != nil else {
            firstLine += bytes[end...]
            return []
        }
        processID = text
        if let ladder = pendingLadder {
            pendingLadder = nil
            Task { await stop(ladder) }
        }
        return bytes[(end + 1)...]
    }

    /// Asks the engine again and again, more slowly the longer it takes.
    private func waitForExit() async throws -> (Int, ContinuousClock.Instant) {
        var pause = Duration.milliseconds(5)
        while true {
            let state = try await engine.exec(exec)
            if !state.isRunning, let status = state.exitStatus {
                hasEnded = true
                return (status, .now)
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 1.5, .milliseconds(250))
        }
    }

    /// Waits for the output's end within its limits; true when a daemon still holds it open.
    private func drain(
        _ reader: Task<Void, any Error>,
        _ limits: DrainLimits,
        since ended: ContinuousClock.Instant
    ) async -> Bool {
        let watcher = Task {
            var isLookedFor = false
            while !Task.isCancelled {
                let now = ContinuousClock.now
                var isOver = now - ended >= limits.longest
                if !isOver, !isLookedFor, now - max(lastActivity, ended) >= limits.quiet {
                    // Once is enough: what is of the step's session now may keep it waiting.
                    isLookedFor = true
                    isOver = await !isAnybodyLeft()
                }
                if isOver {
                    reader.cancel()
                    return true
                }
                try? await Task.sleep(for: .milliseconds(20))
            }
            return false
        }
        _ = await reader.result
        watcher.cancel()
        return await watcher.value
    }

    private func outcome(
        _ status: Int,
        _ request: ProcessRequest,
        wallTime: Duration,
        isOpen: Bool
    ) -> Result<ProcessExit, StepHostError> {
        if processID == nil {
            return .failure(.failed(startFailure(request)))
        }
        let wasSignaled = wasKilled && status > 128
        return .success(
            ProcessExit(
                status: wasSignaled ? .signaled(Int32(status - 128)) : .exited(Int32(status)),
                wallTime: wallTime,
                wasKilled: wasKilled,
                leftOutputOpen: isOpen
            )
        )
    }

    /// Why the start script never told a process id.
    private func startFailure(_ request: ProcessRequest) -> InitFailure {
        let text = String(decoding: firstLine, as: UTF8.self)
        let program = request.arguments[0]
        let missing = SystemError(code: 2, text: "No such file or directory")
        if text.hasPrefix("missing") {
            return program.contains("/")
                ? .cannotExecute(program, missing)
                : .programNotFound(program, path: request.environment["PATH"] ?? "")
        }
        if text.contains("unable to find user") { return .unknownUser(request.user) }
        if text.contains("cwd") || text.contains("chdir") {
            return .workingDirectory(request.workingDirectory, missing)
        }
        return .cannotExecute(program, SystemError(code: 0, text: text))
    }
}
