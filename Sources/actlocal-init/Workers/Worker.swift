import Glibc
import InitProtocol

/// A copy of this process that does one long piece of work with calls that wait.
///
/// The loop stays free, a crash in the work is only a failed answer, and the work can be ended at
/// any moment. The copy sends its answer as an encoded frame over a pipe.
final class Worker: Watcher, StreamOwner {
    /// The streams a piece of work may use, as descriptors that wait.
    struct Streams {
        /// Where the host's bytes come from; -1 when there are none.
        var input: CInt = -1
        /// Where bytes for the host go; -1 when there are none.
        var output: CInt = -1
    }

    /// Which streams a piece of work needs.
    enum Direction {
        /// None: it only answers.
        case none
        /// Bytes from the host.
        case input
        /// Bytes to the host.
        case output
    }

    private let id: UInt32
    private let host: HostStream
    private let loop: EventLoop
    private var answer: [UInt8] = []
    private var hasAnswered = false
    private var isCancelled = false
    private var sink: StreamSink?
    private var source: StreamSource?

    /// Whether the copy has ended, so that its id may mean another process.
    var isReaped = false
    /// The copy's process id.
    let processID: pid_t
    /// Where the copy's answer comes from.
    let descriptor: CInt
    /// Called once when the answer was sent on.
    var onDone: () -> Void = {}

    /// Starts the work.
    init(
        id: UInt32,
        direction: Direction,
        host: HostStream,
        loop: EventLoop,
        work: (Streams) -> InitReply
    ) throws(SystemError) {
        self.id = id
        self.host = host
        self.loop = loop
        let result = try Descriptor.pipe()
        var bytes: (read: CInt, write: CInt)?
        do {
            if direction != .none { bytes = try Descriptor.pipe() }
            processID = try SystemCalls.fork()
        } catch {
            for pipe in [result, bytes].compactMap(\.self) {
                close(pipe.read)
                close(pipe.write)
            }
            throw error
        }
        if processID == 0 {
            Worker.perform(work, id, direction, bytes, result: result.write)
        }
        close(result.write)
        descriptor = result.read
        Descriptor.setNonBlocking(descriptor)
        loop.add(self)
        guard let bytes else { return }
        Descriptor.enlargePipe(bytes.write)
        if direction == .input { feed(bytes) } else { drain(bytes) }
    }

    /// Waits for the answer until it is complete.
    var interest: Interest { hasAnswered ? .none : .reading }

    /// Takes a signal about the work's stream.
    func handle(_ signal: StreamSignal) -> Bool {
        switch signal {
        case .data(let bytes): return sink?.accept(bytes) ?? true
        case .errors: return false
        case .credit(let count): source?.give(credit: count)
        case .finish: sink?.finish()
        case .reset:
            isCancelled = true
            if !isReaped { kill(processID, SIGKILL) }
        }
        return true
    }

    /// Takes the next part of the answer.
    func becomeReady() {
        let part = (try? Descriptor.read(descriptor, count: 64 << 10)) ?? []
        guard part.isEmpty else {
            answer += part
            return
        }
        hasAnswered = true
        loop.remove(self)
        close(descriptor)
        sink?.stop()
        if source?.hasEnded ?? true { finish() }
    }

    private func finish() {
        var decoder = FrameDecoder()
        decoder.append(answer)
        if let frame = try? decoder.next() {
            host.send(encoded: frame.encoded)
        } else {
            let reason = isCancelled ? "it was cancelled" : "its worker ended early"
            host.send(.failed(.workerDied(reason)), id: id)
        }
        onDone()
    }

    private func feed(_ pipe: (read: CInt, write: CInt)) {
        close(pipe.read)
        Descriptor.setNonBlocking(pipe.write)
        let sink = StreamSink(
            descriptor: pipe.write,
            ownsDescriptor: true,
            id: id,
            host: host,
            loop: loop
        )
        sink.onBroken = { [host, id] in host.send(.stream(.reset), id: id) }
        self.sink = sink
    }

    private func drain(_ pipe: (read: CInt, write: CInt)) {
        close(pipe.write)
        Descriptor.setNonBlocking(pipe.read)
        let source = StreamSource(descriptor: pipe.read, id: id, host: host, loop: loop)
        source.onEnd = { [unowned self] in if hasAnswered { finish() } }
        self.source = source
    }

    private static func perform(
        _ work: (Streams) -> InitReply,
        _ id: UInt32,
        _ direction: Direction,
        _ bytes: (read: CInt, write: CInt)?,
        result: CInt
    ) -> Never {
        SystemCalls.dieWithParent()
        Signals.restoreDefaults()
        let null = open("/dev/null", O_RDWR)
        dup2(null, 0)
        dup2(null, 1)
        var streams = Streams()
        if let bytes {
            close(direction == .input ? bytes.write : bytes.read)
            streams =
                direction == .input ? Streams(input: bytes.read) : Streams(output: bytes.write)
        }
        let reply = work(streams)
        if let bytes { close(direction == .input ? bytes.read : bytes.write) }
        _ = Descriptor.writeAll(result, reply.frame(id: id).encoded)
        _exit(0)
    }
}
