import Glibc
import InitProtocol

/// Carries out what the host asks, many things at once, in the one loop.
final class Server {
    /// The loop of this program.
    let loop = EventLoop()
    /// The stream to the host.
    let host: HostStream
    private var steps: [UInt32: Step] = [:]
    private var stepsByProcess: [pid_t: Step] = [:]
    private var workers: [UInt32: Worker] = [:]
    private var workersByProcess: [pid_t: Worker] = [:]
    private var forwards: [UInt32: any Forward] = [:]
    private let channels: ChannelTable
    /// Whether this is the copy that serves beside a process that has taken init's place.
    private var isCopy = false

    /// Serves the host on standard input and output.
    init() {
        host = HostStream(loop: loop, input: 0, output: 1)
        channels = ChannelTable(host: host, loop: loop)
        host.onFrame = { [unowned self] in handle($0) }
        host.onEnd = { [unowned self] in
            // Without us nobody would end what has our place.
            if isCopy { kill(1, SIGTERM) }
            Server.endEverything()
        }
        loop.onChildChange = { [unowned self] in reapChildren() }
        loop.onTerminate = { [unowned self] sender in
            if !isCopy, Server.mayTerminate(sender) { Server.endEverything() }
        }
    }

    /// Serves until the host is gone.
    func run() -> Never {
        loop.run()
    }

    private func handle(_ frame: Frame) {
        do throws(WireError) {
            let request = try InitRequest(frame)
            do throws(InitFailure) {
                try answer(request, id: frame.id)
            } catch {
                host.send(.failed(error), id: frame.id)
            }
        } catch {
            host.send(.failed(.badMessage(error.description)), id: frame.id)
        }
    }

    private func answer(_ request: InitRequest, id: UInt32) throws(InitFailure) {
        switch request {
        case .hello: host.send(.hello(Facts.gather()), id: id)
        case .move(let path, let key): try host.move(to: path, key: key, id: id)
        case .ping: host.send(.pong, id: id)
        case .run(let request): try start(request, id: id)
        case .takeOver(let request): try giveWay(to: request, id: id)
        case .stop(let ladder): steps[id]?.stop(ladder)
        case .terminate(let request): terminate(request, id: id)
        case .file(let request): try answer(request, id: id)
        case .hashFiles(let request):
            try work(id, .none) { _ throws(InitFailure) in
                .text(try HashFilesSearch.digest(request, in: HashFilesWork.tree))
            }
        case .unpack(let request):
            try work(id, .input) { streams throws(InitFailure) in
                try Unpacker.unpack(request, from: streams.input)
                return .done
            }
        case .pack(let path):
            try work(id, .output) { streams throws(InitFailure) in
                try Packer.pack(path, to: streams.output)
                return .done
            }
        case .find(let programs, let path):
            host.send(.programs(Directories.find(programs, path: path)), id: id)
        case .lookUp(let user):
            host.send(.user(try ContainerUsers.identity(for: user)), id: id)
        case .forward(let request): try forward(request, id: id)
        case .stopForwarding:
            forwards.removeValue(forKey: id)?.stop()
        case .connect(let path): try channels.connect(to: path, id: id)
        case .stream(let signal): handle(signal, id: id)
        }
    }

    private func answer(_ request: FileRequest, id: UInt32) throws(InitFailure) {
        switch request {
        case .write(let path, let contents, let attributes):
            try SmallFiles.write(path: path, contents: contents, attributes)
            host.send(.done, id: id)
        case .read(let path, let offset, let limit):
            let contents = try SmallFiles.read(path: path, offset: offset, limit: limit)
            host.send(.contents(contents), id: id)
        case .makeDirectory(let path, let attributes):
            try Directories.make(path: path, attributes)
            host.send(.done, id: id)
        case .list(let path):
            host.send(.entries(try Directories.entries(of: path)), id: id)
        case .status(let path, let followsLinks):
            let entry = try Directories.entry(path: path, followsLinks: followsLinks)
            host.send(.entry(entry), id: id)
        case .remove(let path):
            try work(id, .none) { _ throws(InitFailure) in
                try TreeRemoval.remove(path)
                return .done
            }
        case .install(let source, let destination):
            try work(id, .none) { _ throws(InitFailure) in
                try TreeMove.install(from: source, to: destination)
                return .done
            }
        case .changeOwner(let path, let owner, let recursive):
            try work(id, .none) { _ throws(InitFailure) in
                try TreeOwner.change(path, to: owner, recursive: recursive)
                return .done
            }
        }
    }

    private func handle(_ signal: StreamSignal, id: UInt32) {
        let owner: (any StreamOwner)? = steps[id] ?? workers[id] ?? channels[id]
        // A stream that has just ended on this side still gets signals; they mean nothing now.
        guard let owner else { return }
        if !owner.handle(signal) {
            host.send(.failed(.badMessage("more bytes than it gave credit for")), id: id)
            host.flush()
            Server.endEverything()
        }
    }

    private func start(_ request: ProcessRequest, id: UInt32) throws(InitFailure) {
        let step = try Step(id: id, request: request, host: host, loop: loop)
        step.onReported = { [unowned self] in steps[id] = nil }
        steps[id] = step
        stepsByProcess[step.processID] = step
    }

    /// Lets a program become process 1; what returns is a copy of this process.
    private func giveWay(to request: ProcessRequest, id: UInt32) throws(InitFailure) {
        guard getpid() == 1 else { throw .refused("only process 1 has a place to give") }
        let command = try PreparedCommand(request)
        try StepFolders().place(request.placedFiles)
        host.flush()
        try ChildLauncher.takeOver(command, request: request)
        isCopy = true
        host.send(.done, id: id)
    }

    private func work(
        _ id: UInt32,
        _ direction: Worker.Direction,
        _ body: (Worker.Streams) throws(InitFailure) -> InitReply
    ) throws(InitFailure) {
        let worker: Worker
        do {
            worker = try Worker(id: id, direction: direction, host: host, loop: loop) { streams in
                do throws(InitFailure) { return try body(streams) } catch { return .failed(error) }
            }
        } catch {
            throw .workerDied(error.text)
        }
        worker.onDone = { [unowned self] in workers[id] = nil }
        workers[id] = worker
        workersByProcess[worker.processID] = worker
    }

    private func forward(_ request: ForwardRequest, id: UInt32) throws(InitFailure) {
        let forward: any Forward
        if case .udp(let port) = request.listener {
            guard case .address(let address, let targetPort) = request.target else {
                throw .refused("UDP can only be forwarded to an address")
            }
            forward = try DatagramForward(
                port: port,
                to: SocketAddress(address, port: targetPort),
                loop: loop
            )
        } else {
            forward = try StreamForward(request, id: id, channels: channels, loop: loop)
        }
        forwards[id] = forward
        host.send(.listening(port: forward.port), id: id)
    }

    private func terminate(_ request: TerminateRequest, id: UInt32) {
        _ = Termination(
            request,
            loop: loop,
            sparing: { [unowned self] in Set(workersByProcess.keys) },
            report: { [unowned self] in host.send(.terminated($0), id: id) }
        )
    }

    private func reapChildren() {
        while true {
            var status: CInt = 0
            var usage = rusage()
            let child = wait4(-1, &status, WNOHANG, &usage)
            guard child > 0 else { return }
            stepsByProcess.removeValue(forKey: child)?.processEnded(status: status, usage: usage)
            workersByProcess.removeValue(forKey: child)?.isReaped = true
        }
    }

    /// Whether SIGTERM from this sender means init: from outside, never from a process of the job.
    private static func mayTerminate(_ sender: pid_t) -> Bool {
        if sender == 0 { return true }
        if getpid() == 1 { return false }
        return !ProcessTable().holds(sender, below: getpid())
    }

    private static func endEverything() -> Never {
        // The kernel ends a container's processes with its first one.
        if getpid() != 1 { Terminator.killEverything() }
        exit(0)
    }
}
