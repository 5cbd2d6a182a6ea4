import Glibc
import InitProtocol

/// Carries out what the host asks, many things at once, in the one loop.
final class Server {
    private let loop = EventLoop()
    /// The stream to the host.
    let host: HostStream
    private var steps: [UInt32: Step] = [:]
    private var stepsByProcess: [pid_t: Step] = [:]

    /// Serves the host on standard input and output.
    init() {
        host = HostStream(loop: loop, input: 0, output: 1)
        host.onFrame = { [unowned self] in handle($0) }
        host.onEnd = { Server.endEverything() }
        loop.onChildChange = { [unowned self] in reapChildren() }
        loop.onTerminate = { sender in
            if Server.mayTerminate(sender) { Server.endEverything() }
        }
    }

    /// Serves until the host is gone.
    func run() -> Never {
        loop.run()
    }

    private func handle(_ frame: Frame) {
        do throws(WireError) {
            try answer(InitRequest(frame), id: frame.id)
        } catch {
            host.send(.failed(.badMessage(error.description)), id: frame.id)
        }
    }

    private func answer(_ request: InitRequest, id: UInt32) {
        switch request {
        case .hello: host.send(.hello(Facts.gather()), id: id)
        case .ping: host.send(.pong, id: id)
        case .run(let request): start(request, id: id)
        case .stop(let ladder): steps[id]?.stop(ladder)
        case .stream(.credit(let count)): steps[id]?.output.give(credit: count)
        default: host.send(.failed(.refused("not yet")), id: id)
        }
    }

    private func start(_ request: ProcessRequest, id: UInt32) {
        do throws(InitFailure) {
            let step = try Step(id: id, request: request, host: host, loop: loop)
            step.onReported = { [unowned self] in steps[id] = nil }
            steps[id] = step
            stepsByProcess[step.processID] = step
        } catch {
            host.send(.failed(error), id: id)
        }
    }

    private func reapChildren() {
        while true {
            var status: CInt = 0
            var usage = rusage()
            let child = wait4(-1, &status, WNOHANG, &usage)
            guard child > 0 else { return }
            stepsByProcess.removeValue(forKey: child)?.processEnded(status: status, usage: usage)
        }
    }

    /// Whether SIGTERM from this sender means init: from outside, never from a process of the job.
    private static func mayTerminate(_ sender: pid_t) -> Bool {
        if sender == 0 { return true }
        if getpid() == 1 { return false }
        return !ProcessTable().descendants(of: getpid()).contains { $0.processID == sender }
    }

    private static func endEverything() -> Never {
        // The kernel ends a container's processes with its first one.
        if getpid() != 1 { Terminator.killEverything() }
        exit(0)
    }
}
