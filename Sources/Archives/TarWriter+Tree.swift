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
        let prefix = Array(path.utf8CString.dropLast())
        if !path.isEmpty {
            try begin(entry(.folder, status, owner), path: prefix + [0], target: nil)
        }
        try addEntries(of: descriptor, under: prefix.isEmpty ? [] : prefix + [slash], owner)
    }

    /// Adds what an open folder holds and closes it.
    private func addEntries(of descriptor: Int32, under prefix: [CChar], _ owner: Owner) throws {
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
        for name in names { try addEntry(name, in: descriptor, as: prefix + name, owner) }
    }

    private func addEntry(
        _ name: [CChar],
        in parent: Int32,
        as path: [CChar],
        _ owner: Owner
    ) throws {
        var status = stat()
        guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw ArchiveError.disk(text(path))
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            try begin(entry(.folder, status, owner), path: path, target: nil)
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            let descriptor = openat(parent, name, flags)
            guard descriptor >= 0 else { throw ArchiveError.disk(text(path)) }
            try addEntries(of: descriptor, under: path.dropLast() + [slash], owner)
        case S_IFLNK:
            var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            guard readlinkat(parent, name, &target, target.count - 1) >= 0 else {
                throw ArchiveError.disk(text(path))
            }
            try begin(entry(.link(target: text(target)), status, owner), path: path, target: target)
        case S_IFREG:
            let descriptor = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { throw ArchiveError.disk(text(path)) }
            defer { close(descriptor) }
            guard fstat(descriptor, &status) == 0 else { throw ArchiveError.disk(text(path)) }
            let file = entry(.file(size: Int(status.st_size)), status, owner)
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
        _ owner: Owner
    ) -> ArchiveEntry {
        let (user, group) =
            switch owner {
            case .asIs: (UInt32(status.st_uid), UInt32(status.st_gid))
            case .fixed(let user, let group): (user, group)
            }
        return ArchiveEntry(
            path: "",
            kind: kind,
            mode: UInt32(status.st_mode) & 0o7777,
            modified: Int(status.st_mtim.tv_sec),
            user: user,
            group: group
        )
    }
}
