import Glibc
import InitProtocol

/// An address of a socket in the kernel's form.
struct SocketAddress: Hashable {
    private let bytes: [UInt8]

    /// The family: `AF_INET`, `AF_INET6` or `AF_UNIX`.
    let family: CInt

    /// Wraps bytes the kernel gave.
    init(family: CInt, bytes: [UInt8]) {
        self.family = family
        self.bytes = bytes
    }

    /// An IPv4 or IPv6 literal with a port.
    init(_ literal: String, port: UInt16) throws(InitFailure) {
        var four = sockaddr_in()
        var six = sockaddr_in6()
        if inet_pton(AF_INET, literal, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            self.init(family: AF_INET, bytes: withUnsafeBytes(of: four) { Array($0) })
        } else if inet_pton(AF_INET6, literal, &six.sin6_addr) == 1 {
            six.sin6_family = sa_family_t(AF_INET6)
            six.sin6_port = port.bigEndian
            self.init(family: AF_INET6, bytes: withUnsafeBytes(of: six) { Array($0) })
        } else {
            throw .refused("`\(literal)` is no IP address")
        }
    }

    /// A path of at most 107 bytes.
    init(unixPath path: String) throws(InitFailure) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.isEmpty else {
            throw .refused("the path of a Unix socket has 1 to 107 bytes: `\(path)`")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        self.init(family: AF_UNIX, bytes: withUnsafeBytes(of: address) { Array($0) })
    }

    /// Lends the address as the socket calls want it.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else {
                preconditionFailure("an address has bytes")
            }
            return body(base.assumingMemoryBound(to: sockaddr.self), socklen_t(buffer.count))
        }
    }

    /// A socket of this family that does not wait and is not inherited.
    func makeSocket(_ type: __socket_type) throws(SystemError) -> CInt {
        let flags = CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, CInt(type.rawValue) | flags, 0)
        guard descriptor >= 0 else { throw .last }
        return descriptor
    }

    /// A socket that is connected here at once, as a Unix socket is.
    func makeConnection() throws(SystemError) -> CInt {
        let descriptor = try makeSocket(SOCK_STREAM)
        guard withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            let error = SystemError.last
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// A socket that listens or receives here.
    func makeListener(_ type: __socket_type) throws(SystemError) -> CInt {
        let descriptor = try makeSocket(type)
        var yes: CInt = 1
        let size = socklen_t(MemoryLayout<CInt>.size)
        if family != AF_UNIX { setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size) }
        if family == AF_INET6 {
            setsockopt(descriptor, CInt(IPPROTO_IPV6), IPV6_V6ONLY, &yes, size)
        }
        let isBound = withPointer { bind(descriptor, $0, $1) } == 0
        guard isBound, type != SOCK_STREAM || listen(descriptor, 512) == 0 else {
            let error = SystemError.last
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// The port a socket was bound to.
    static func port(of descriptor: CInt) -> UInt16 {
        var address = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size)
            }
        }
        // The port stands at the same place in both families.
        return result == 0 ? UInt16(bigEndian: address.sin6_port) : 0
    }

    /// Sockets on both loopback addresses at one port; IPv6 may be missing in the container.
    static func loopbackListeners(
        _ type: __socket_type,
        port: UInt16
    ) throws(InitFailure) -> [CInt] {
        let first: CInt
        let name = "127.0.0.1:\(port)"
        let four = try SocketAddress("127.0.0.1", port: port)
        do { first = try four.makeListener(type) } catch { throw .forward(name, error) }
        let six = try SocketAddress("::1", port: SocketAddress.port(of: first))
        do { return [first, try six.makeListener(type)] } catch {
            let isAbsent = [EADDRNOTAVAIL, EAFNOSUPPORT, EADDRINUSE].contains(error.code)
            if isAbsent { return [first] }
            close(first)
            throw .forward("[::1]:\(port)", error)
        }
    }
}
