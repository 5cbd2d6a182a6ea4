import Glibc
import InitProtocol

/// Carries a stream from the host into a descriptor and gives credit for what went in.
final class StreamSink: Watcher {
    private let host: HostStream
    private let loop: EventLoop
    private let id: UInt32
    private let ownsDescriptor: Bool
    private var queue: [UInt8] = []
    private var position = 0
    private var owedCredit = 0
    private var isFinishing = false
    private var isClosed = false

    /// Called once when the reader of the descriptor is gone.
    var onBroken: () -> Void = {}
    /// Called once when the host has finished and everything went in.
    var onFinished: () -> Void = {}

    /// Writes to a descriptor that does not wait, and closes it if it owns it.
    init(
        descriptor: CInt,
        ownsDescriptor: Bool,
        id: UInt32,
        host: HostStream,
        loop: EventLoop
    ) {
        self.descriptor = descriptor
        self.ownsDescriptor = ownsDescriptor
        self.id = id
        self.host = host
        self.loop = loop
        loop.add(self)
    }

    /// Where the bytes go.
    let descriptor: CInt
    /// Waits for room only while bytes are kept.
    var interest: Interest { !isClosed && position < queue.count ? .writing : .none }

    /// Takes bytes from the host; false when it sent more than its window.
    func accept(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard !isClosed, !isFinishing else { return true }
        guard queue.count - position + bytes.count <= StreamSignal.window else { return false }
        if position > 0 {
            queue.removeFirst(position)
            position = 0
        }
        queue.append(contentsOf: bytes)
        becomeReady()
        return true
    }

    /// Ends the stream once everything kept went in.
    func finish() {
        isFinishing = true
        settle()
    }

    /// Stops and forgets what is still kept.
    func stop() {
        guard !isClosed else { return }
        isClosed = true
        loop.remove(self)
        if ownsDescriptor { close(descriptor) }
    }

    /// Writes what fits.
    func becomeReady() {
        guard position < queue.count else { return }
        let count = queue.withUnsafeBytes {
            write(descriptor, $0.baseAddress?.advanced(by: position), $0.count - position)
        }
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else {
            stop()
            onBroken()
            return
        }
        position += count
        owedCredit += count
        settle()
    }

    private func settle() {
        if position == queue.count {
            queue.removeAll(keepingCapacity: true)
            position = 0
            if isFinishing, !isClosed {
                stop()
                onFinished()
                return
            }
        }
        if owedCredit >= StreamSignal.window / 4 {
            host.send(.stream(.credit(UInt32(owedCredit))), id: id)
            owedCredit = 0
        }
    }
}
