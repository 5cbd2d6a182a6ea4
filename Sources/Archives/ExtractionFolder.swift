#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A folder that files are made in by paths that are not trusted: every step is opened on its own
/// and never through a symbolic link.
final class ExtractionFolder {
    private let root: Int32
    private let owner: (user: UInt32, group: UInt32)?

    /// Opens an existing folder.
    init(_ path: String, owner: (user: UInt32, group: UInt32)?) throws(ArchiveError) {
        root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.owner = owner
        guard root >= 0 else { throw .disk(path) }
    }

    deinit { if root >= 0 { close(root) } }

    /// Makes a folder and those above it.
    func makeFolder(_ parts: [String], mode: UInt32) throws {
        try inside(parts) { parent, name in
            if mkdirat(parent, name, 0o700) != 0 {
                guard errno == EEXIST else { throw self.failure(parts) }
                try self.requireFolder(parent, name, parts)
            } else {
                try self.own(parent, name, parts)
            }
            // A folder must stay open to us while it is filled.
            _ = fchmodat(parent, name, mode_t(mode & 0o777 | 0o700), 0)
        }
    }

    /// Makes a file with what `fill` writes.
    func makeFile(
        _ parts: [String],
        mode: UInt32,
        modified: Int,
        fill: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        try inside(parts) { parent, name in
            try self.clear(parent, name, parts)
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            let file = openat(parent, name, flags, 0o600)
            guard file >= 0 else { throw self.failure(parts) }
            defer { close(file) }
            try fill { bytes in
                guard writeAll(bytes, to: file) else { throw self.failure(parts) }
            }
            if let owner = self.owner, fchown(file, owner.user, owner.group) != 0 {
                throw self.failure(parts)
            }
            guard fchmod(file, mode_t(mode & 0o777)) == 0 else { throw self.failure(parts) }
            let time = timespec(tv_sec: modified, tv_nsec: 0)
            let times = [time, time]
            futimens(file, times)
        }
    }

    /// Makes a symbolic link.
    func makeLink(_ parts: [String], to target: String) throws {
        try inside(parts) { parent, name in
            try self.clear(parent, name, parts)
            guard symlinkat(target, parent, name) == 0 else { throw self.failure(parts) }
            try self.own(parent, name, parts)
        }
    }

    /// Gives an earlier file another name.
    func makeHardLink(_ parts: [String], to other: [String]) throws {
        try inside(other) { source, sourceName in
            try self.inside(parts) { parent, name in
                var status = stat()
                guard fstatat(source, sourceName, &status, AT_SYMLINK_NOFOLLOW) == 0,
                    status.st_mode & S_IFMT == S_IFREG
                else { throw ArchiveError.blockedPath(other.joined(separator: "/")) }
                try self.clear(parent, name, parts)
                guard linkat(source, sourceName, parent, name, 0) == 0 else {
                    throw self.failure(parts)
                }
            }
        }
    }

    /// Opens the folder a path lies in, making what is missing, and lends it with the last part.
    private func inside(_ parts: [String], _ body: (Int32, String) throws -> Void) throws {
        guard let name = parts.last else { return }
        var parent = dup(root)
        guard parent >= 0 else { throw failure(parts) }
        defer { close(parent) }
        for part in parts.dropLast() {
            if mkdirat(parent, part, 0o755) == 0 { try own(parent, part, parts) }
            let next = openat(parent, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard next >= 0 else {
                let isBlocked = errno == ELOOP || errno == ENOTDIR
                throw isBlocked
                    ? ArchiveError.blockedPath(parts.joined(separator: "/")) : failure(parts)
            }
            close(parent)
            parent = next
        }
        try body(parent, name)
    }

    /// Removes what is in the way of a file; a folder stays and is an error.
    private func clear(_ parent: Int32, _ name: String, _ parts: [String]) throws(ArchiveError) {
        guard unlinkat(parent, name, 0) == 0 || errno == ENOENT else { throw failure(parts) }
    }

    private func requireFolder(
        _ parent: Int32,
        _ name: String,
        _ parts: [String]
    ) throws(ArchiveError) {
        var status = stat()
        guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
            status.st_mode & S_IFMT == S_IFDIR
        else { throw .blockedPath(parts.joined(separator: "/")) }
    }

    private func own(_ parent: Int32, _ name: String, _ parts: [String]) throws(ArchiveError) {
        guard let owner else { return }
        guard fchownat(parent, name, owner.user, owner.group, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw failure(parts)
        }
    }

    private func failure(_ parts: [String]) -> ArchiveError {
        .disk(parts.joined(separator: "/"))
    }
}

/// Writes all bytes with `write(2)`; false with `errno` set when that failed.
private func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
    guard var start = bytes.baseAddress else { return true }
    let end = start + bytes.count
    while start < end {
        let count = write(file, start, end - start)
        if count >= 0 {
            start += count
        } else if errno != EINTR {
            return false
        }
    }
    return true
}
