import Glibc
import InitProtocol

/// The users of the container, read from its files when asked: a step may add some.
enum ContainerUsers {
    /// The user that a name, uid or `user:group` means here.
    static func identity(for user: String) throws(InitFailure) -> UserIdentity {
        let database = UserDatabase(
            passwd: text(of: "/etc/passwd"),
            group: text(of: "/etc/group")
        )
        guard let identity = database.identity(for: user) else { throw .unknownUser(user) }
        return identity
    }

    /// The user that `user` means here; nil when it is empty and nothing is to change.
    static func optionalIdentity(for user: String) throws(InitFailure) -> UserIdentity? {
        user.isEmpty ? nil : try identity(for: user)
    }

    private static func text(of path: String) -> String {
        let content = SmallFiles.collect(FileCollection(path: path, limit: 16 << 20))
        guard case .bytes(let bytes) = content else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }
}
