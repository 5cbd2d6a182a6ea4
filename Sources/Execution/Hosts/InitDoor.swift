import Glibc
import InitProtocol

// `accept4(2)`, which Swift's Glibc module hides: no program that is started now may inherit.
@_silgen_name("accept4")
private func systemAccept(
    _ listener: CInt,
    _ address: UnsafeMutablePointer<sockaddr>?,
    _ size: UnsafeMutablePointer<socklen_t>?,
    _ flags: CInt
) -> CInt

/// A Unix socket of this machine that one init is told to come to, with a key only it is told.
///
/// Other containers of the run may see the socket: who does not show the key is turned away.
final class InitDoor: Sendable {
    /// The socket as the container sees it.
    let path: String
    /// What init says first.
    let key: String
    private let ownPath: String
    private let listener: CInt

    /// Listens in a folder of ours, which the container has at `target`; nil where that fails.
    init?(in folder: String, seenAs target: String) {
        let words = (0..<3).map { _ in UInt64.random(in: .min ... .max) }
        let name = "init-" + String(words[0], radix: 36)
        (path, ownPath) = ("\(target)/\(name)", "\(folder)/\(name)")
        key = words[1...].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        guard let listener = UnixListener.open(ownPath) else { return nil }
        self.listener = listener
    }

    deinit {
        close(listener)
        unlink(ownPath)
    }

    /// The connection that has shown the key; nil when none has.
    ///
    /// It was made before this is called, so nothing is waited for.
    func connection() -> CInt? {
        while true {
            let flags = CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
            let connection = systemAccept(listener, nil, nil, flags)
            guard connection >= 0 else { return nil }
            let shown = [UInt8](unsafeUninitializedCapacity: key.utf8.count) { buffer, count in
                count = max(0, recv(connection, buffer.baseAddress, buffer.count, 0))
            }
            if shown.elementsEqual(key.utf8) { return connection }
            close(connection)
        }
    }
}

/// Listening Unix sockets.
private enum UnixListener {
    /// A socket that listens at a free path and does not wait; nil where that fails.
    static func open(_ path: String) -> CInt? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let flags = CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | flags, 0)
        guard descriptor >= 0 else { return nil }
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isBound, listen(descriptor, 16) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
