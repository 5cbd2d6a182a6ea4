#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Gives all that a folder holds one access, as after a copy file by file.
enum AccessWalk {
    /// Sets the access of a folder, of all below it, and follows no symbolic link.
    static func apply(_ access: FileAccess, to path: String) throws(WorkspaceError) {
        try apply(access, named: Array(path.utf8CString), in: AT_FDCWD, path)
    }

    private static func apply(
        _ access: FileAccess,
        named name: [CChar],
        in parent: Int32,
        _ path: String
    ) throws(WorkspaceError) {
        var status = stat()
        guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw .unwritable(path: path, reason: .current)
        }
        let stamp = FileStamp(status)
        let isDone: Bool
        switch stamp.kind {
        case .file:
            let file = OpenFile(descriptor: openat(parent, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC))
            isDone =
                file.isOpen
                && access.apply(to: file.descriptor, isExecutable: stamp.isExecutable)
        case .folder:
            isDone = access.applyToFolder(named: name, in: parent)
        default:
            isDone = access.applyToLink(named: name, in: parent)
        }
        guard isDone else { throw .unwritable(path: path, reason: .current) }
        if stamp.kind == .folder { try applyInside(access, named: name, in: parent, path) }
    }

    private static func applyInside(
        _ access: FileAccess,
        named name: [CChar],
        in parent: Int32,
        _ path: String
    ) throws(WorkspaceError) {
        let folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0, let entries = FolderEntries(descriptor: folder) else {
            throw .unwritable(path: path, reason: .current)
        }
        for entry in entries.names {
            let text = String(
                decoding: entry.dropLast().map(UInt8.init(bitPattern:)),
                as: UTF8.self
            )
            try apply(access, named: entry, in: entries.descriptor, "\(path)/\(text)")
        }
    }
}
