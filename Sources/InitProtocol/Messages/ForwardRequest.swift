/// A place inside the job where init listens, and where it carries each connection.
package struct ForwardRequest: Equatable, Sendable {
    /// Where to listen.
    package enum Listener: Equatable, Sendable {
        /// A TCP port on `127.0.0.1` and `::1`; 0 picks a free one.
        case tcp(UInt16)
        /// A UDP port on `127.0.0.1` and `::1`; 0 picks a free one.
        case udp(UInt16)
        /// A Unix socket at a path, with permission bits.
        case unix(path: String, mode: UInt32)
    }

    /// Where connections go.
    package enum Target: Equatable, Sendable {
        /// Over the stream to the host, which sees each as an opened channel.
        case host
        /// To an IPv4 or IPv6 literal: init cannot look names up. Of each connection that had to
        /// wait until somebody listened there, the host is told by a channel without bytes.
        case address(String, port: UInt16)
        /// To a Unix socket at a path in the job; as `host` while nobody listens there.
        case unix(path: String)
    }

    /// Where to listen.
    package var listener: Listener
    /// Where connections go.
    package var target: Target

    /// Pairs a listener with its target.
    package init(listener: Listener, target: Target) {
        self.listener = listener
        self.target = target
    }
}

extension ForwardRequest: WireValue {
    /// Appends listener, then target.
    func encode(to writer: inout WireWriter) {
        switch listener {
        case .tcp(let port):
            writer.write(UInt8(0))
            writer.write(port)
        case .udp(let port):
            writer.write(UInt8(1))
            writer.write(port)
        case .unix(let path, let mode):
            writer.write(UInt8(2))
            writer.write(path)
            writer.write(mode)
        }
        switch target {
        case .host:
            writer.write(UInt8(0))
        case .address(let address, let port):
            writer.write(UInt8(1))
            writer.write(address)
            writer.write(port)
        case .unix(let path):
            writer.write(UInt8(2))
            writer.write(path)
        }
    }

    /// Takes listener, then target.
    init(from reader: inout WireReader) throws(WireError) {
        let listenerKind = try reader.readByte()
        switch listenerKind {
        case 0: listener = .tcp(try reader.read())
        case 1: listener = .udp(try reader.read())
        case 2: listener = .unix(path: try reader.read(), mode: try reader.read())
        default: throw .unknownCase("listener", listenerKind)
        }
        let targetKind = try reader.readByte()
        switch targetKind {
        case 0: target = .host
        case 1: target = .address(try reader.read(), port: try reader.read())
        case 2: target = .unix(path: try reader.read())
        default: throw .unknownCase("target", targetKind)
        }
    }
}
