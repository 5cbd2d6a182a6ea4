import Glibc
import InitProtocol

/// What the host has room for on one stream.
final class StreamCredit {
    /// How many bytes that is.
    private(set) var bytes = StreamSignal.window

    /// Takes back credit for bytes the host has dealt with.
    func give(_ count: UInt32) {
        bytes = min(bytes + Int(count), StreamSignal.window)
    }

    /// Uses up credit for bytes that are sent.
    func spend(_ count: Int) {
        bytes -= count
    }
}

/// Carries what can be read from a descriptor to the host, as far as the host gives credit.
final class StreamSource: Watcher {
    private let host: HostStream
    private let loop: EventLoop
    private let id: UInt32
    private let tag: UInt8
    private let credit: StreamCredit
    private let reserve: Int
    private var isDiscarding = false
    private var bytesToDrain = 0
    private var heldCount = 0

    /// Whether nothing is to be read for now.
    var isPaused = false
    /// Called when there may be something to read, by those who move several sources at once.
    var onReady: (() -> Void)?
    /// Called once when nothing more will come.
    var onEnd: () -> Void = {}
    /// Whether the end has been reached.
    private(set) var hasEnded = false
    /// When bytes last came.
    private(set) var lastActivity = Instant.now
    /// How many bytes came in all.
    private(set) var byteCount = 0

    /// Takes over a descriptor that does not wait.
    ///
    /// Sources of one stream share its credit, of which each leaves its reserve to the others.
    init(
        descriptor: CInt,
        id: UInt32,
        host: HostStream,
        loop: EventLoop,
        tag: UInt8 = StreamSignal.dataTag,
        credit: StreamCredit = StreamCredit(),
        reserve: Int = 0
    ) {
        self.descriptor = descriptor
        self.id = id
        self.tag = tag
        self.credit = credit
        self.reserve = reserve
        self.host = host
        self.loop = loop
        loop.add(self)
    }

    /// Where the bytes come from.
    let descriptor: CInt
    /// Reads only what the host has room for.
    var interest: Interest { hasEnded || isBlocked || isPaused ? .none : .reading }
    private var room: Int { credit.bytes - reserve }
    /// Whether the host is the one to wait for.
    var isBlocked: Bool { !isDiscarding && (room <= 0 || host.isCongested) }

    /// Takes back credit for bytes the host has dealt with.
    func give(credit count: UInt32) {
        credit.give(count)
    }

    /// How many bytes wait to be read.
    var waitingCount: Int {
        guard !hasEnded else { return 0 }
        var waiting: CInt = 0
        _ = ioctl(descriptor, UInt(FIONREAD), &waiting)
        return Int(waiting)
    }

    /// Notes how much waits now, which `isDrained` then asks for.
    func noteWaiting() {
        bytesToDrain = byteCount + waitingCount
    }

    /// Whether all has come that waited when it was noted.
    var isDrained: Bool { hasEnded || byteCount >= bytesToDrain }

    /// Goes on reading, so that no writer fails or waits, but sends nothing more.
    func discard() {
        isDiscarding = true
        isPaused = false
        onReady = nil
        onEnd = {}
    }

    /// Stops and closes the descriptor.
    func close() {
        guard !hasEnded else { return }
        hasEnded = true
        loop.remove(self)
        Glibc.close(descriptor)
    }

    /// Moves one chunk, or has it moved.
    func becomeReady() {
        if let onReady { return onReady() }
        let count =
            isDiscarding
            ? host.discard(from: descriptor)
            : host.forward(from: descriptor, limit: room, tag: tag, id: id)
        note(count)
    }

    /// Reads one chunk that is not sent yet.
    func hold() {
        guard interest == .reading else { return }
        let count = host.hold(from: descriptor, limit: room)
        heldCount = max(0, count)
        note(count)
    }

    /// Sends what `hold` has read.
    func sendHeld() {
        guard heldCount > 0 else { return }
        host.sendHeld(count: heldCount, tag: tag, id: id)
        heldCount = 0
    }

    /// Reads one chunk that `send` is to be called with; empty where nothing can be read.
    func take() -> [UInt8] {
        guard interest == .reading else { return [] }
        let bytes = host.take(from: descriptor, limit: room)
        if bytes?.isEmpty != true { note(bytes?.count ?? 0) }
        return bytes ?? []
    }

    /// Sends what `take` has read.
    func send(_ bytes: [UInt8]) {
        host.send(bytes, tag: tag, id: id)
    }

    /// Takes note of what `read(2)` has said.
    private func note(_ count: Int) {
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else {
            close()
            onEnd()
            return
        }
        if !isDiscarding { credit.spend(count) }
        byteCount += count
        lastActivity = .now
    }
}
