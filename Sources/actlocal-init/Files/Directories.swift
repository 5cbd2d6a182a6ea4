import Glibc
import InitProtocol

/// Directories: making them, and telling what is there.
enum Directories {
    /// Creates a directory and what is missing above it, all with the same attributes.
    ///
    /// A directory that exists keeps its attributes.
    static func make(path: String, _ attributes: FileAttributes) throws(InitFailure) {
        let identity = try ContainerUsers.optionalIdentity(for: attributes.owner)
        var current = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            current += current.isEmpty || current.hasSuffix("/") ? part : "/\(part)"
            if isDirectory(current) { continue }
            guard mkdir(current, 0o700) == 0 else {
                let error = SystemError.last
                if error.code == EEXIST, isDirectory(current) { continue }
                throw .file("create", path: current, error)
            }
            guard identity.map({ chown(current, $0.userID, $0.groupID) == 0 }) ?? true,
                chmod(current, attributes.mode & 0o7777) == 0
            else { throw .file("create", path: current, .last) }
        }
    }

    /// Whether a directory is there, through symbolic links.
    static func isDirectory(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// What is at a path; nil for nothing.
    static func entry(
        path: String,
        name: String,
        followsLinks: Bool
    ) throws(InitFailure) -> FileEntry? {
        var information = stat()
        let result = followsLinks ? stat(path, &information) : lstat(path, &information)
        guard result == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .file("look at", path: path, .last)
        }
        return FileEntry(
            name: name,
            kind: kind(information.st_mode),
            mode: information.st_mode & 0o7777,
            size: UInt64(information.st_size),
            userID: information.st_uid,
            groupID: information.st_gid,
            modified: Int64(information.st_mtim.tv_sec) * 1_000_000_000
                + Int64(information.st_mtim.tv_nsec)
        )
    }

    /// What a directory holds, by name in byte order.
    static func entries(of path: String) throws(InitFailure) -> [FileEntry] {
        do {
            let names = try DirectoryListing.sortedRawNames(in: path)
            var entries: [FileEntry] = []
            for bytes in names {
                let name = String(decoding: bytes, as: UTF8.self)
                let full = "\(path)/\(name)"
                if let entry = try? entry(path: full, name: name, followsLinks: false) {
                    entries.append(entry)
                }
            }
            return entries
        } catch {
            throw .file("list", path: path, error)
        }
    }

    private static func kind(_ mode: mode_t) -> FileEntry.Kind {
        switch mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        case S_IFLNK: .symbolicLink
        default: .other
        }
    }
}
