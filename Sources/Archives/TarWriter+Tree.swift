#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension TarWriter {
    /// Who owns the entries of a tree.
    package enum Owner: Sendable, Hashable {
        /// As on disk.
        case asIs
        /// One user and group for all.
        case fixed(user: UInt32, group: UInt32)
    }

    /// Adds a folder with all below it: names in the order of their bytes, links as links.
    ///
    /// Sockets, pipes and devices are left out.
    ///
    /// - Parameters:
    ///   - folder: The folder on disk.
    ///   - path: Its path in the archive; empty to add only what it holds.
    ///   - owner: Who owns the entries.
    /// - Throws: `ArchiveError.disk` naming what cannot be read, or what the sink throws.
    package func addTree(_ folder: String, as path: String, owner: Owner = .asIs) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ArchiveError.disk(folder) }
        var status = stat()
        fstat(descriptor, &status)
        if !path.isEmpty { try add(entry(path, .folder, status, owner)) }
        try addEntries(of: descriptor, folder, as: path.isEmpty ? "" : path + "/", owner)
    }

    /// Adds what an open folder holds and closes it.
    private func addEntries(
        of descriptor: Int32,
        _ folder: String,
        as prefix: String,
        _ owner: Owner
    ) throws {
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            throw ArchiveError.disk(folder)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            try addEntry(name, in: descriptor, "\(folder)/\(name)", as: prefix + name, owner)
        }
    }

    private func addEntry(
        _ name: String,
        in parent: Int32,
        _ path: String,
        as target: String,
        _ owner: Owner
    ) throws {
        var status = stat()
        guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw ArchiveError.disk(path)
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            try add(entry(target, .folder, status, owner))
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            let descriptor = openat(parent, name, flags)
            guard descriptor >= 0 else { throw ArchiveError.disk(path) }
            try addEntries(of: descriptor, path, as: target + "/", owner)
        case S_IFLNK:
            var room = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            guard readlinkat(parent, name, &room, room.count - 1) >= 0 else {
                throw ArchiveError.disk(path)
            }
            let bytes = room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            let destination = String(decoding: bytes, as: UTF8.self)
            try add(entry(target, .link(target: destination), status, owner))
        case S_IFREG:
            let descriptor = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { throw ArchiveError.disk(path) }
            defer { close(descriptor) }
            guard fstat(descriptor, &status) == 0 else { throw ArchiveError.disk(path) }
            let kind = ArchiveEntry.Kind.file(size: Int(status.st_size))
            try add(entry(target, kind, status, owner), reading: descriptor)
        default:
            break
        }
    }

    private func entry(
        _ path: String,
        _ kind: ArchiveEntry.Kind,
        _ status: stat,
        _ owner: Owner
    ) -> ArchiveEntry {
        let (user, group) =
            switch owner {
            case .asIs: (UInt32(status.st_uid), UInt32(status.st_gid))
            case .fixed(let user, let group): (user, group)
            }
        return ArchiveEntry(
            path: path,
            kind: kind,
            mode: UInt32(status.st_mode) & 0o7777,
            modified: Int(status.st_mtim.tv_sec),
            user: user,
            group: group
        )
    }
}
