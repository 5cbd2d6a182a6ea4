import Glibc
import InitProtocol

/// Gives files to a user.
enum TreeOwner {
    /// Gives a path, or everything under it, to `owner`; links themselves, never their targets.
    static func change(
        _ path: String,
        to owner: String,
        recursive: Bool
    ) throws(InitFailure) {
        let identity = try ContainerUsers.identity(for: owner)
        try change(RawPath(path), to: identity, recursive: recursive)
    }

    private static func change(
        _ path: RawPath,
        to identity: UserIdentity,
        recursive: Bool
    ) throws(InitFailure) {
        guard let information = path.status(),
            path.withCString({ lchown($0, identity.userID, identity.groupID) }) == 0
        else { throw .file("change the owner of", path: path.text, .last) }
        guard recursive, information.isDirectory else { return }
        let names: [[UInt8]]
        do { names = try DirectoryListing.sortedNames(in: path) } catch {
            throw .file("list", path: path.text, error)
        }
        for name in names {
            try change(path.appending(name), to: identity, recursive: true)
        }
    }
}
