import Glibc
import InitProtocol

/// One process the host asked for, from its start to the report of its end.
final class Step: StreamOwner {
    private let loop: EventLoop
    private let host: HostStream
    private let request: ProcessRequest
    private let output: StepOutput
    private let folders = StepFolders()
    private let user: uid_t
    private let startedAt: Instant
    private var exit: ProcessExit?
    private var exitedAt = Instant.now
    private var ladderTimer: Int?
    private var wasKilled = false
    private var isAwaitingOutput = false

    /// The operation this step is.
    let id: UInt32
    /// The process that was started; also the id of its session.
    let processID: pid_t
    /// Called once after the end was reported.
    var onReported: () -> Void = {}

    /// Puts the process's files in their places and starts it.
    init(
        id: UInt32,
        request: ProcessRequest,
        host: HostStream,
        loop: EventLoop
    ) throws(InitFailure) {
        self.id = id
        self.request = request
        self.host = host
        self.loop = loop
        let command = try PreparedCommand(request)
        try folders.place(request.placedFiles)
        folders.open(for: request.collectedFiles)
        user = command.identity?.userID ?? getuid()
        let pipes = try Step.pipes(for: request)
        defer { for pipe in pipes { close(pipe.write) } }
        startedAt = .now
        do throws(InitFailure) {
            processID = try ChildLauncher.start(
                command,
                output: pipes[0].write,
                errors: pipes[pipes.count - 1].write,
                request: request
            )
        } catch {
            for pipe in pipes { close(pipe.read) }
            throw error
        }
        output = StepOutput(pipes: pipes.map(\.read), id: id, host: host, loop: loop)
        output.onEnd = { [unowned self] in if isAwaitingOutput { report() } }
    }

    /// One pipe for all output, or one for each of the two.
    private static func pipes(
        for request: ProcessRequest
    ) throws(InitFailure) -> [(read: CInt, write: CInt)] {
        var pipes: [(read: CInt, write: CInt)] = []
        do {
            for _ in 0..<(request.separatesErrors ? 2 : 1) { pipes.append(try Descriptor.pipe()) }
        } catch {
            for pipe in pipes {
                close(pipe.read)
                close(pipe.write)
            }
            throw .cannotExecute(request.arguments[0], error)
        }
        Descriptor.enlargePipe(pipes[0].write)
        for pipe in pipes { Descriptor.setNonBlocking(pipe.read) }
        return pipes
    }

    /// Takes note of the process's end and waits for the rest of its output.
    func processEnded(status: CInt, usage: rusage) {
        exitedAt = .now
        loop.cancel(timer: ladderTimer ?? 0)
        exit = ProcessExit(
            status: status & 0x7F == 0
                ? .exited((status >> 8) & 0xFF) : .signaled(status & 0x7F),
            wallTime: exitedAt.since(startedAt),
            cpuTime: Step.duration(usage.ru_utime) + Step.duration(usage.ru_stime),
            peakMemory: UInt64(max(0, usage.ru_maxrss)) * 1024,
            wasKilled: wasKilled
        )
        if wasKilled { endRest(isFirst: true) } else { awaitOutput() }
    }

    /// Ends what a stopped process left of its tree, politely first, and then goes on.
    private func endRest(isFirst: Bool) {
        let living = ProcessTable().tree(of: processID)
        let waited = Instant.now.since(exitedAt)
        guard !living.isEmpty, waited < KillLadder.patienceAfterwards + .seconds(2) else {
            return awaitOutput()
        }
        if waited >= KillLadder.patienceAfterwards {
            Terminator.killTree(of: processID)
        } else if isFirst {
            for entry in living { kill(entry.processID, SIGTERM) }
        }
        loop.schedule(after: .milliseconds(isFirst ? 1 : 10)) { [self] in endRest(isFirst: false) }
    }

    /// Reports once the output has ended, or when it will not.
    private func awaitOutput() {
        isAwaitingOutput = true
        if output.hasEnded { return report() }
        output.noteWaiting()
        drainLater()
    }

    /// Takes back credit for output; nothing else is said about a step's stream.
    func handle(_ signal: StreamSignal) -> Bool {
        if case .credit(let count) = signal { output.give(credit: count) }
        return true
    }

    /// Starts a ladder of signals, in place of one under way.
    func stop(_ ladder: KillLadder) {
        guard exit == nil else { return }
        wasKilled = true
        loop.cancel(timer: ladderTimer ?? 0)
        climb(ladder.rungs[...], scope: ladder.scope)
    }

    private func climb(_ rungs: ArraySlice<KillLadder.Rung>, scope: KillLadder.Scope) {
        guard let rung = rungs.first else {
            Terminator.killTree(of: processID)
            return
        }
        switch scope {
        case .process:
            kill(processID, rung.signal)
        case .tree:
            for entry in ProcessTable().tree(of: processID) { kill(entry.processID, rung.signal) }
        }
        ladderTimer = loop.schedule(after: rung.patience) { [unowned self] in
            climb(rungs.dropFirst(), scope: scope)
        }
    }

    private func drainLater() {
        loop.schedule(after: request.drain.quiet) { [self] in
            guard !output.hasEnded else { return }
            let now = Instant.now
            let isQuiet =
                now.since(max(output.lastActivity, exitedAt)) >= request.drain.quiet
                && !ProcessTable().hasSession(processID)
            let isOverdue =
                now.since(exitedAt) >= request.drain.longest && output.isDrained
            if !output.isBlocked, isQuiet || isOverdue { report() } else { drainLater() }
        }
    }

    private func report() {
        guard var exit else { return }
        exit.leftOutputOpen = !output.hasEnded
        output.discard()
        var room = Frame.payloadLimit - (1 << 20)
        exit.files = request.collectedFiles.map { file in
            let limit = min(file.limit, UInt64(room))
            let limited = FileCollection(path: file.path, limit: limit)
            let content = folders.collect(limited, for: user)
            if case .bytes(let bytes) = content { room -= bytes.count }
            return CollectedFile(path: file.path, content: content)
        }
        host.send(.exited(exit), id: id)
        folders.removeTemporaries()
        onReported()
    }

    private static func duration(_ time: timeval) -> Duration {
        .microseconds(Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_usec))
    }
}
