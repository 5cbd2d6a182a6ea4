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
        RawPath(path).status(followsLinks: true)?.isDirectory ?? false
    }

    /// What is at a path; nil for nothing.
    static func entry(path: String, followsLinks: Bool) throws(InitFailure) -> FileEntry? {
        guard let information = RawPath(path).status(followsLinks: followsLinks) else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .file("look at", path: path, .last)
        }
        return entry(name: path, information)
    }

    /// What a directory holds, by name in byte order.
    static func entries(of path: String) throws(InitFailure) -> [FileEntry] {
        let folder = RawPath(path)
        do {
            return try DirectoryListing.sortedNames(in: folder).compactMap { name in
                folder.appending(name).status().map {
                    entry(name: String(decoding: name, as: UTF8.self), $0)
                }
            }
        } catch {
            throw .file("list", path: path, error)
        }
    }

    /// Those of `programs` that are executable files in a folder of `path`; the first one wins.
    static func find(_ programs: [String], path: String) -> [String: String] {
        var found: [String: String] = [:]
        for program in programs {
            let candidates =
                program.contains("/")
                ? [program]
                : path.split(separator: ":").map { "\($0)/\(program)" }
            found[program] = candidates.first {
                access($0, X_OK) == 0
                    && RawPath($0).status(followsLinks: true)?.isRegular ?? false
            }
        }
        return found
    }

    private static func entry(name: String, _ information: stat) -> FileEntry {
        FileEntry(
            name: name,
            kind: kind(information.st_mode),
            mode: information.st_mode & 0o7777,
            size: UInt64(information.st_size),
            userID: information.st_uid,
            groupID: information.st_gid,
            modified: information.modified
        )
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
