import Glibc
import InitProtocol

/// Listens for TCP or Unix connections and carries each to an address or to the host.
final class StreamForward: Forward {
    /// One listening socket.
    private final class Listener: Watcher {
        let descriptor: CInt
        let onConnection: (CInt) -> Void
        var interest: Interest { .reading }

        init(descriptor: CInt, onConnection: @escaping (CInt) -> Void) {
            self.descriptor = descriptor
            self.onConnection = onConnection
        }

        func becomeReady() {
            let connection = accept(descriptor, nil, nil)
            guard connection >= 0 else { return }
            Descriptor.setCloseOnExec(connection)
            Descriptor.setNonBlocking(connection)
            onConnection(connection)
        }
    }

    /// How long after its own start a forward waits for somebody to listen at an address.
    ///
    /// It begins when the services have started, so that it is for them alone to start up.
    private static let patience = Duration.seconds(5)

    private let loop: EventLoop
    private var listeners: [Listener] = []
    private var path: String?

    /// The port it listens at; 0 for a Unix socket.
    let port: UInt16

    /// Starts listening.
    init(
        _ request: ForwardRequest,
        id: UInt32,
        channels: ChannelTable,
        loop: EventLoop
    ) throws(InitFailure) {
        self.loop = loop
        let carry = try StreamForward.carrier(request.target, id, channels, loop)
        let descriptors: [CInt]
        switch request.listener {
        case .tcp(let port), .udp(let port):
            descriptors = try SocketAddress.loopbackListeners(SOCK_STREAM, port: port)
            self.port = descriptors.first.map(SocketAddress.port) ?? port
        case .unix(let path, let mode):
            descriptors = [try StreamForward.listen(at: path, mode: mode)]
            self.port = 0
            self.path = path
        }
        listeners = descriptors.map { Listener(descriptor: $0, onConnection: carry) }
        for listener in listeners { loop.add(listener) }
    }

    /// Stops listening and removes the socket's path.
    func stop() {
        for listener in listeners {
            loop.remove(listener)
            close(listener.descriptor)
        }
        listeners = []
        if let path { unlink(path) }
        path = nil
    }

    private static func carrier(
        _ target: ForwardRequest.Target,
        _ id: UInt32,
        _ channels: ChannelTable,
        _ loop: EventLoop
    ) throws(InitFailure) -> (CInt) -> Void {
        switch target {
        case .host:
            return { channels.open($0, listener: id) }
        case .address(let literal, let port):
            let address = try SocketAddress(literal, port: port)
            let deadline = Instant.now.advanced(by: patience)
            return {
                FarConnection.start(between: $0, and: address, until: deadline, loop: loop) {
                    channels.tell(listener: id)
                }
            }
        case .unix(let path):
            let address = try SocketAddress(unixPath: path)
            return { connection in
                if let socket = try? address.makeConnection() {
                    Relay.start(between: connection, and: socket, loop: loop)
                } else {
                    channels.open(connection, listener: id)
                }
            }
        }
    }

    private static func listen(at path: String, mode: UInt32) throws(InitFailure) -> CInt {
        let address = try SocketAddress(unixPath: path)
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try Directories.make(path: String(path[..<slash]), .directory)
        }
        // A socket nobody listens at any more is in the way; anything else is left alone.
        if RawPath(path).status().map({ $0.st_mode & S_IFMT == S_IFSOCK }) ?? false { unlink(path) }
        do {
            let descriptor = try address.makeListener(SOCK_STREAM)
            chmod(path, mode & 0o777)
            return descriptor
        } catch {
            throw .forward(path, error)
        }
    }
}
