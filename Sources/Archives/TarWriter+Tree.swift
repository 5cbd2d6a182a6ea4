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
    ///   - isWritable: Whether the owner may write all of it, also what is read-only on disk.
    ///   - skipped: The name of something right below the folder that is left out.
    /// - Throws: `ArchiveError.disk` naming what cannot be read, or what the sink throws.
    package func addTree(
        _ folder: String,
        as path: String,
        owner: Owner = .asIs,
        isWritable: Bool = false,
        leavingOut skipped: String? = nil
    ) throws {
        let look = Look(owner: owner, added: isWritable ? 0o200 : 0)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ArchiveError.disk(folder) }
        var status = stat()
        fstat(descriptor, &status)
        let prefix = Array(path.utf8CString.dropLast())
        if !path.isEmpty {
            try begin(entry(.folder, status, look), path: prefix + [0], target: nil)
        }
        let left = skipped.map { Array($0.utf8CString) }
        try addEntries(
            of: descriptor,
            under: prefix.isEmpty ? [] : prefix + [slash],
            look,
            leavingOut: left
        )
    }

    /// What entries show beside what is on disk.
    private struct Look {
        let owner: Owner
        /// Rights of every entry that is no link.
        let added: UInt32
    }

    /// Adds what an open folder holds and closes it.
    private func addEntries(
        of descriptor: Int32,
        under prefix: [CChar],
        _ look: Look,
        leavingOut skipped: [CChar]? = nil
    ) throws {
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            throw ArchiveError.disk(text(prefix))
        }
        defer { closedir(stream) }
        var names: [[CChar]] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }
            }
            if name != [dot], name != [dot, dot] { names.append(name + [0]) }
        }
        names.sort { one, other in
            one.lexicographicallyPrecedes(other) { UInt8(bitPattern: $0) < UInt8(bitPattern: $1) }
        }
        for name in names where name != skipped {
            try addEntry(name, in: descriptor, as: prefix + name, look)
        }
    }

    private func addEntry(
        _ name: [CChar],
        in parent: Int32,
        as path: [CChar],
        _ look: Look
    ) throws {
        var status = stat()
        guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw ArchiveError.disk(text(path))
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            try begin(entry(.folder, status, look), path: path, target: nil)
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            let descriptor = openat(parent, name, flags)
            guard descriptor >= 0 else { throw ArchiveError.disk(text(path)) }
            try addEntries(of: descriptor, under: path.dropLast() + [slash], look)
        case S_IFLNK:
            var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            guard readlinkat(parent, name, &target, target.count - 1) >= 0 else {
                throw ArchiveError.disk(text(path))
            }
            try begin(entry(.link(target: text(target)), status, look), path: path, target: target)
        case S_IFREG:
            let descriptor = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { throw ArchiveError.disk(text(path)) }
            defer { close(descriptor) }
            guard fstat(descriptor, &status) == 0 else { throw ArchiveError.disk(text(path)) }
            let file = entry(.file(size: Int(status.st_size)), status, look)
            try begin(file, path: path, target: nil)
            try addContent(of: file, reading: descriptor)
        default:
            break
        }
    }

    private var slash: CChar { CChar(bitPattern: UInt8(ascii: "/")) }
    private var dot: CChar { CChar(bitPattern: UInt8(ascii: ".")) }

    private func text(_ path: [CChar]) -> String {
        String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func entry(
        _ kind: ArchiveEntry.Kind,
        _ status: stat,
        _ look: Look
    ) -> ArchiveEntry {
        let (user, group) =
            switch look.owner {
            case .asIs: (UInt32(status.st_uid), UInt32(status.st_gid))
            case .fixed(let user, let group): (user, group)
            }
        return ArchiveEntry(
            path: "",
            kind: kind,
            mode: UInt32(status.st_mode) & 0o7777
                | (status.st_mode & S_IFMT == S_IFLNK ? 0 : look.added),
            modified: Int(status.st_mtim.tv_sec),
            user: user,
            group: group
        )
    }
}
