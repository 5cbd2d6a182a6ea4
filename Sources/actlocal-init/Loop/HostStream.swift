import Glibc
import InitProtocol

/// The stream to the host: frames in on standard input, frames out on standard output, or both
/// ways over a socket.
final class HostStream: Watcher {
    private var decoder = FrameDecoder()
    private let writer: HostWriter
    private let scratch: UnsafeMutableRawBufferPointer
    private let held: UnsafeMutableRawBufferPointer

    /// Called for each frame of the host, in order.
    var onFrame: (Frame) -> Void = { _ in }
    /// Called when the host is gone.
    var onEnd: () -> Void = {}

    /// Takes over two descriptors and starts watching them.
    init(loop: EventLoop, input: CInt, output: CInt) {
        descriptor = input
        writer = HostWriter(descriptor: output)
        let size = Frame.headerSize + StreamSignal.chunkLimit
        scratch = .allocate(byteCount: size, alignment: 16)
        held = .allocate(byteCount: size, alignment: 16)
        Descriptor.setNonBlocking(input)
        Descriptor.setNonBlocking(output)
        loop.add(self)
        loop.add(writer)
    }

    /// Where the host's bytes come from.
    private(set) var descriptor: CInt
    /// Frames are always welcome: what they may carry is bounded by credit.
    var interest: Interest { .reading }
    /// Whether so much waits to be sent that nothing more should be produced.
    var isCongested: Bool { writer.waiting > 1 << 20 }

    /// Sends one reply.
    func send(_ reply: InitReply, id: UInt32) {
        writer.write(reply.frame(id: id).encoded)
    }

    /// Sends a frame that is encoded already.
    func send(encoded bytes: [UInt8]) {
        writer.write(bytes)
    }

    /// Reads once from `source` straight into a frame of stream `id`.
    ///
    /// The result is that of `read(2)`: bytes moved, 0 at the end, -1 with `errno`.
    func forward(from source: CInt, limit: Int, tag: UInt8, id: UInt32) -> Int {
        let count = read(from: source, limit: limit, into: scratch)
        if count > 0 { send(scratch, count: count, tag: tag, id: id) }
        return count
    }

    /// Reads once from `source` into a frame that `sendHeld` sends; the result is `read(2)`'s.
    func hold(from source: CInt, limit: Int) -> Int {
        read(from: source, limit: limit, into: held)
    }

    /// Sends what was read last to be held.
    func sendHeld(count: Int, tag: UInt8, id: UInt32) {
        send(held, count: count, tag: tag, id: id)
    }

    /// Reads once from `source`: nothing where nothing waits, nil at the end.
    func take(from source: CInt, limit: Int) -> [UInt8]? {
        let count = read(from: source, limit: limit, into: scratch)
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        guard count > 0 else { return nil }
        return Array(UnsafeRawBufferPointer(rebasing: scratch[Frame.headerSize...].prefix(count)))
    }

    /// Sends bytes in a frame of stream `id`.
    func send(_ bytes: [UInt8], tag: UInt8, id: UInt32) {
        writer.write(Frame.header(tag: tag, id: id, payloadCount: bytes.count))
        writer.write(bytes)
    }

    private func read(
        from source: CInt,
        limit: Int,
        into frame: UnsafeMutableRawBufferPointer
    ) -> Int {
        let room = UnsafeMutableRawBufferPointer(rebasing: frame[Frame.headerSize...])
        return Glibc.read(source, room.baseAddress, min(limit, StreamSignal.chunkLimit))
    }

    private func send(
        _ frame: UnsafeMutableRawBufferPointer,
        count: Int,
        tag: UInt8,
        id: UInt32
    ) {
        frame.copyBytes(from: Frame.header(tag: tag, id: id, payloadCount: count))
        writer.write(UnsafeRawBufferPointer(rebasing: frame[..<(Frame.headerSize + count)]))
    }

    /// Reads once from `source` and forgets what came; the result is that of `read(2)`.
    func discard(from source: CInt) -> Int {
        Glibc.read(source, scratch.baseAddress, scratch.count)
    }

    /// Sends what waits, for as long as that takes: before the process exits.
    func flush() {
        writer.flush()
    }

    /// Goes on over a connection to a Unix socket of the host, which is shown the key first.
    func move(to path: String, key: String, id: UInt32) throws(InitFailure) {
        let address = try SocketAddress(unixPath: path)
        let connection: CInt
        do { connection = try address.makeConnection() } catch {
            throw .file("connect to", path: path, error)
        }
        guard Descriptor.writeAll(connection, key.utf8) else {
            let error = SystemError.last
            close(connection)
            throw .file("write to", path: path, error)
        }
        send(.done, id: id)
        flush()
        descriptor = connection
        writer.descriptor = connection
    }

    /// Takes the host's next bytes.
    func becomeReady() {
        let count = Glibc.read(descriptor, scratch.baseAddress, scratch.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { return onEnd() }
        decoder.append(Array(UnsafeRawBufferPointer(rebasing: scratch[..<count])))
        do {
            while let frame = try decoder.next() { onFrame(frame) }
        } catch {
            send(.failed(.badMessage(error.description)), id: 0)
            flush()
            onEnd()
        }
    }
}
