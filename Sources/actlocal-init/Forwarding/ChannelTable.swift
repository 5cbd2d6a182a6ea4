import Glibc
import InitProtocol

/// The connections that are carried over the stream to the host.
final class ChannelTable {
    private let host: HostStream
    private let loop: EventLoop
    private var channels: [UInt32: Channel] = [:]
    private var nextID = StreamSignal.firstInitID

    /// Starts empty.
    init(host: HostStream, loop: EventLoop) {
        self.host = host
        self.loop = loop
    }

    /// The channel of an id.
    subscript(id: UInt32) -> Channel? { channels[id] }

    /// Carries an accepted connection, which its listener's owner on the host is told of.
    func open(_ connection: CInt, listener: UInt32) {
        add(connection, id: begin(listener))
    }

    /// Tells a listener's owner on the host of a connection that is carried elsewhere.
    func tell(listener: UInt32) {
        host.send(.stream(.reset), id: begin(listener))
    }

    /// Tells of a new channel and gives its id.
    private func begin(_ listener: UInt32) -> UInt32 {
        while channels[nextID] != nil {
            nextID = nextID == .max ? StreamSignal.firstInitID : nextID + 1
        }
        let id = nextID
        nextID = nextID == .max ? StreamSignal.firstInitID : nextID + 1
        host.send(.opened(listener: listener), id: id)
        return id
    }

    /// Connects to a Unix socket for the host, which named the channel.
    func connect(to path: String, id: UInt32) throws(InitFailure) {
        let address = try SocketAddress(unixPath: path)
        do throws(SystemError) {
            let connection = try address.makeSocket(SOCK_STREAM)
            guard address.withPointer({ Glibc.connect(connection, $0, $1) }) == 0 else {
                let error = SystemError.last
                close(connection)
                throw error
            }
            host.send(.done, id: id)
            add(connection, id: id)
        } catch {
            throw .forward(path, error)
        }
    }

    private func add(_ connection: CInt, id: UInt32) {
        let channel = Channel(connection: connection, id: id, host: host, loop: loop)
        channel.onClosed = { [unowned self] in channels[id] = nil }
        channels[id] = channel
    }
}
