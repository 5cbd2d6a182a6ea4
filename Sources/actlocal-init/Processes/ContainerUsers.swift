import Glibc
import InitProtocol

/// The users of the container, read from its files when asked: a step may add some.
enum ContainerUsers {
    /// What tells one state of a file from another.
    private struct Stamp: Equatable {
        var inode: ino_t = 0
        var size: off_t = 0
        var changed = timespec()

        static func == (one: Stamp, other: Stamp) -> Bool {
            one.inode == other.inode && one.size == other.size
                && one.changed.tv_sec == other.changed.tv_sec
                && one.changed.tv_nsec == other.changed.tv_nsec
        }
    }

    // This program has one thread.
    nonisolated(unsafe) private static var stamps: [Stamp] = []
    nonisolated(unsafe) private static var known: [String: UserIdentity] = [:]

    private static let files = ["/etc/passwd", "/etc/group"]

    /// The user that a name, uid or `user:group` means here.
    static func identity(for user: String) throws(InitFailure) -> UserIdentity {
        let current = files.map(stamp)
        if current != stamps {
            stamps = current
            known = [:]
        }
        if let identity = known[user] { return identity }
        let database = UserDatabase(passwd: text(of: files[0]), group: text(of: files[1]))
        guard let identity = database.identity(for: user) else { throw .unknownUser(user) }
        // A change within one tick of the clock would leave no trace.
        if !current.contains(where: isFresh) { known[user] = identity }
        return identity
    }

    /// The user that `user` means here; nil when it is empty and nothing is to change.
    static func optionalIdentity(for user: String) throws(InitFailure) -> UserIdentity? {
        user.isEmpty ? nil : try identity(for: user)
    }

    private static func stamp(of path: String) -> Stamp {
        var status = stat()
        guard stat(path, &status) == 0 else { return Stamp() }
        return Stamp(inode: status.st_ino, size: status.st_size, changed: status.st_ctim)
    }

    private static func isFresh(_ stamp: Stamp) -> Bool {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return now.tv_sec - stamp.changed.tv_sec < 2
    }

    private static func text(of path: String) -> String {
        let content = SmallFiles.collect(FileCollection(path: path, limit: 16 << 20))
        guard case .bytes(let bytes) = content else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }
}
