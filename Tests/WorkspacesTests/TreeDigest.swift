@testable import Workspaces

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One value for all that a folder holds: names, types, modes, owners, sizes, times, contents.
///
/// Taken before and after, it proves that the developer's folder was not written.
struct TreeDigest: Sendable, Hashable, CustomStringConvertible {
    private let hash: ContentHash

    /// The digest as sixteen hex digits.
    var description: String { hash.text }

    /// The digest of a folder with everything below it, `.git` included.
    static func of(_ folder: String) throws -> TreeDigest {
        var hash = ContentHash()
        try add(named: Array(folder.utf8CString), in: AT_FDCWD, folder, to: &hash)
        return TreeDigest(hash: hash)
    }

    private static func add(
        named name: [CChar],
        in parent: Int32,
        _ path: String,
        to hash: inout ContentHash
    ) throws(WorkspaceError) {
        var status = stat()
        guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw .unreadable(path: path, reason: .current)
        }
        let stamp = FileStamp(status)
        hash.add(name.map { UInt8(bitPattern: $0) })
        let numbers = [
            Int64(stamp.mode), Int64(status.st_uid), Int64(status.st_gid), stamp.modified,
        ]
        numbers.withUnsafeBytes { hash.add($0) }
        switch stamp.kind {
        case .file:
            let file = OpenFile(descriptor: openat(parent, name, O_RDONLY | O_CLOEXEC))
            guard file.isOpen else { throw .unreadable(path: path, reason: .current) }
            var chunk = FileContent.take(1 << 20, from: file.descriptor)
            while !chunk.isEmpty {
                hash.add(chunk)
                chunk = FileContent.take(1 << 20, from: file.descriptor)
            }
        case .link:
            hash.add(linkTarget(name, in: parent) ?? [])
        case .folder:
            let folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard folder >= 0, let entries = FolderEntries(descriptor: folder) else {
                throw .unreadable(path: path, reason: .current)
            }
            for entry in entries.names {
                let text = String(
                    decoding: entry.dropLast().map(UInt8.init(bitPattern:)),
                    as: UTF8.self
                )
                try add(named: entry, in: entries.descriptor, "\(path)/\(text)", to: &hash)
            }
        case .other, .absent:
            break
        }
    }
}
