import Glibc

/// A listening socket whose connections become the input and output of processes.
///
/// It has an abstract name that the kernel chose, so nothing is left in the file system, and
/// serves this process alone. Letting go of it ends its thread.
final class CommandListener: Sendable {
    /// The name without the zero before it.
    let name: String
    private let descriptor: Int32

    /// Starts to listen.
    ///
    /// - Throws: `TransferError.outOfResources`.
    init(_ launch: CommandLaunch, _ endings: CommandEndings) throws(TransferError) {
        let descriptor = socket(AF_UNIX, Self.closedOnExec, 0)
        guard descriptor >= 0, let name = Self.name(binding: descriptor),
            listen(descriptor, 64) == 0
        else {
            let detail = String(cString: strerror(errno))
            close(descriptor)
            throw .outOfResources(detail: detail)
        }
        self.descriptor = descriptor
        self.name = name
        try TransferThread.start { Self.serve(at: descriptor, launch, endings) }
    }

    deinit {
        // Wakes the thread, which closes the socket.
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// The type of a stream socket that processes started elsewhere do not inherit.
    static var closedOnExec: Int32 {
        Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    }

    /// Binds to a name that the kernel chooses, unix(7): "autobind".
    private static func name(binding descriptor: Int32) -> String? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let familySize = socklen_t(MemoryLayout<sa_family_t>.size)
        var size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, familySize) == 0
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound, size > familySize + 1 else { return nil }
        let bytes = withUnsafeBytes(of: address.sun_path) {
            Array($0.prefix(Int(size - familySize)).dropFirst())
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The thread's life: a process for every connection, until the socket is shut.
    private static func serve(
        at descriptor: Int32,
        _ launch: CommandLaunch,
        _ endings: CommandEndings
    ) {
        while true {
            let connection = accept(descriptor, nil, nil)
            if connection < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno) {
                    usleep(50_000)
                    continue
                }
                break
            }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            guard isOurs(connection), let process = launch.start(at: connection) else {
                close(connection)
                continue
            }
            // Without a thread nobody waits for the process, which ends with its connection.
            try? TransferThread.start { process.watch(endings) }
        }
        close(descriptor)
    }

    /// Whether the other end is this process; anybody on the machine can find the name.
    private static func isOurs(_ connection: Int32) -> Bool {
        // `struct ucred`: process, user, group.
        var credentials: (pid_t, uid_t, gid_t) = (0, 0, 0)
        var size = socklen_t(MemoryLayout<(pid_t, uid_t, gid_t)>.size)
        return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0
            && credentials.0 == getpid()
    }
}
