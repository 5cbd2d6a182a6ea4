#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the socket of a server is.
package struct SocketPlace: Sendable {
    /// The longest path that an address of a Unix socket has room for, on every system.
    private static let limit = 103

    /// The socket's path.
    let path: String
    private let ownFolder: String?

    /// The socket's path in a folder that is short enough for it.
    package static func path(in folder: String) -> String { "\(folder)/socket" }

    /// A place in a folder, or in one of its own below `/tmp` when the path would be too long.
    init(in folder: String) throws(ServiceFailure) {
        let short = Self.path(in: folder)
        guard short.utf8.count > Self.limit else {
            (path, ownFolder) = (short, nil)
            return
        }
        let own = "/tmp/actlocal-\(RandomText.hexadecimal(RandomText.bytes(8)))"
        guard mkdir(own, 0o700) == 0 else { throw Disk.failure("make the folder", own) }
        (path, ownFolder) = ("\(own)/socket", own)
    }

    /// Closes the socket to other users, as its folder is already.
    func restrict() { chmod(path, 0o600) }

    /// Removes the socket.
    func remove() { Disk.remove(ownFolder ?? path) }
}
