#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Removes folders with all they hold, never following a symbolic link.
enum FolderRemoval {
    /// Removes a folder; one that is not there is no error.
    ///
    /// Folders of ours that are closed to us are opened first.
    ///
    /// - Throws: `WorkspaceError.notRemovable` with every path that could not go.
    static func remove(_ path: String) throws(WorkspaceError) {
        var denied: [String] = []
        remove(named: Array(path.utf8CString), in: AT_FDCWD, path, &denied)
        guard denied.isEmpty else { throw .notRemovable(paths: denied) }
    }

    private static func remove(
        named name: [CChar],
        in parent: Int32,
        _ path: String,
        _ denied: inout [String]
    ) {
        if unlinkat(parent, name, 0) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM || errno == EACCES else {
            denied.append(path)
            return
        }
        var descriptor = openFolder(name, in: parent)
        if descriptor < 0, errno == EACCES, fchmodat(parent, name, 0o700, 0) == 0 {
            descriptor = openFolder(name, in: parent)
        }
        if descriptor < 0, errno == ENOENT { return }
        guard descriptor >= 0, let entries = FolderEntries(descriptor: descriptor) else {
            denied.append(path)
            return
        }
        let before = denied.count
        for entry in entries.names {
            let text = String(
                decoding: entry.dropLast().map(UInt8.init(bitPattern:)),
                as: UTF8.self
            )
            if unlinkat(descriptor, entry, 0) == 0 { continue }
            // Entries of a folder of ours that we may not write go once we may.
            if errno == EACCES { _ = fchmod(descriptor, 0o700) }
            remove(named: entry, in: descriptor, "\(path)/\(text)", &denied)
        }
        if unlinkat(parent, name, AT_REMOVEDIR) != 0, errno != ENOENT, denied.count == before {
            denied.append(path)
        }
    }

    private static func openFolder(_ name: [CChar], in parent: Int32) -> Int32 {
        openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }
}
