#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Copies a folder of ours with all it holds, sharing blocks where the file system can.
struct TreeClone: Sendable {
    /// Set by the caller to stop early.
    let cancellation: CancellationFlag

    /// Copies `source` to `target`, which must not exist.
    ///
    /// Files keep their executable bit and their times, links stay links.
    func clone(_ source: String, to target: String) throws {
        let from = OpenFile(source, O_RDONLY | O_DIRECTORY)
        guard from.isOpen else {
            throw WorkspaceError.unusableFolder(path: source, reason: .current)
        }
        try cloneFolder(
            from.descriptor,
            Array(target.utf8CString),
            in: AT_FDCWD,
            source,
            CopyBuffer()
        )
    }

    private func cloneFolder(
        _ source: Int32,
        _ name: [CChar],
        in parent: Int32,
        _ path: String,
        _ buffer: CopyBuffer
    ) throws {
        try cancellation.check()
        guard mkdirat(parent, name, 0o755) == 0,
            let entries = FolderEntries(descriptor: dup(source))
        else { throw WorkspaceError.unwritable(path: path, reason: .current) }
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let target = OpenFile(descriptor: openat(parent, name, flags))
        guard target.isOpen else { throw WorkspaceError.unwritable(path: path, reason: .current) }
        for entry in entries.names {
            let text = String(
                decoding: entry.dropLast().map(UInt8.init(bitPattern:)),
                as: UTF8.self
            )
            try cloneEntry(entry, from: source, to: target.descriptor, "\(path)/\(text)", buffer)
        }
    }

    private func cloneEntry(
        _ name: [CChar],
        from source: Int32,
        to target: Int32,
        _ path: String,
        _ buffer: CopyBuffer
    ) throws {
        var status = stat()
        guard fstatat(source, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw WorkspaceError.unreadable(path: path, reason: .current)
        }
        let stamp = FileStamp(status)
        switch stamp.kind {
        case .folder:
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            let folder = OpenFile(descriptor: openat(source, name, flags))
            guard folder.isOpen else {
                throw WorkspaceError.unreadable(path: path, reason: .current)
            }
            try cloneFolder(folder.descriptor, name, in: target, path, buffer)
        case .link:
            let destination = (linkTarget(name, in: source) ?? []) + [0]
            let isMade = destination.withUnsafeBytes { bytes in
                bytes.baseAddress.map {
                    symlinkat($0.assumingMemoryBound(to: CChar.self), target, name) == 0
                }
            }
            guard isMade == true else {
                throw WorkspaceError.unwritable(path: path, reason: .current)
            }
        case .file:
            try cloneFile(name, from: source, to: target, stamp, path, buffer)
        case .other, .absent:
            break
        }
    }

    private func cloneFile(
        _ name: [CChar],
        from source: Int32,
        to target: Int32,
        _ stamp: FileStamp,
        _ path: String,
        _ buffer: CopyBuffer
    ) throws(WorkspaceError) {
        let input = OpenFile(descriptor: openat(source, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC))
        guard input.isOpen else { throw .unreadable(path: path, reason: .current) }
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let output = OpenFile(descriptor: openat(target, name, flags, 0o600))
        guard output.isOpen else { throw .unwritable(path: path, reason: .current) }
        let failure = FileContent.copy(
            input.descriptor,
            output.descriptor,
            size: stamp.size,
            buffer: buffer
        )
        if let failure {
            throw failure.isReading
                ? .unreadable(path: path, reason: failure.reason)
                : .unwritable(path: path, reason: failure.reason)
        }
        guard fchmod(output.descriptor, stamp.isExecutable ? 0o755 : 0o644) == 0 else {
            throw .unwritable(path: path, reason: .current)
        }
        stamp.withTimes { _ = futimens(output.descriptor, $0) }
    }
}
