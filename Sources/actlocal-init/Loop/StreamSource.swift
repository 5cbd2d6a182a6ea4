import Glibc
import InitProtocol

/// Carries what can be read from a descriptor to the host, as far as the host gives credit.
final class StreamSource: Watcher {
    private let host: HostStream
    private let loop: EventLoop
    private let id: UInt32
    private var credit = StreamSignal.window
    private var isDiscarding = false

    /// Called once when nothing more will come.
    var onEnd: () -> Void = {}
    /// Whether the end has been reached.
    private(set) var hasEnded = false
    /// When bytes last came.
    private(set) var lastActivity = Instant.now
    /// How many bytes came in all.
    private(set) var byteCount = 0

    /// Takes over a descriptor that does not wait.
    init(descriptor: CInt, id: UInt32, host: HostStream, loop: EventLoop) {
        self.descriptor = descriptor
        self.id = id
        self.host = host
        self.loop = loop
        loop.add(self)
    }

    /// Where the bytes come from.
    let descriptor: CInt
    /// Reads only what the host has room for.
    var interest: Interest { hasEnded || isBlocked ? .none : .reading }
    /// Whether the host is the one to wait for.
    var isBlocked: Bool { !isDiscarding && (credit <= 0 || host.isCongested) }

    /// Takes back credit for bytes the host has dealt with.
    func give(credit count: UInt32) {
        credit = min(credit + Int(count), StreamSignal.window)
    }

    /// Goes on reading, so that no writer fails or waits, but sends nothing more.
    func discard() {
        isDiscarding = true
        onEnd = {}
    }

    /// Stops and closes the descriptor.
    func close() {
        guard !hasEnded else { return }
        hasEnded = true
        loop.remove(self)
        Glibc.close(descriptor)
    }

    /// Moves one chunk.
    func becomeReady() {
        let count =
            isDiscarding
            ? host.discard(from: descriptor)
            : host.forward(from: descriptor, limit: credit, id: id)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else {
            close()
            onEnd()
            return
        }
        if !isDiscarding { credit -= count }
        byteCount += count
        lastActivity = .now
    }
}
