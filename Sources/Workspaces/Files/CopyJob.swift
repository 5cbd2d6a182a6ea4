#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One file on its way into a snapshot.
struct CopyJob {
    /// The path below all the folders, as a `PathList` lends it.
    let path: UnsafeRawBufferPointer
    /// The length of its folder's part.
    let folderLength: Int
    /// Room for what is read.
    let buffer: CopyBuffer
    /// The folders and the access.
    let copier: TreeCopier

    private var folder: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: path[0..<folderLength])
    }

    /// Links the older copy's file with `linkat(2)`; false when that cannot be.
    mutating func link(_ past: inout FolderCursor, _ to: inout FolderCursor) -> Bool {
        let from = past.enter(folder)
        let target = to.enter(folder)
        guard from >= 0, target >= 0, let name = path.name(after: folderLength) else {
            return false
        }
        return linkat(from, name, target, name, 0) == 0
    }

    /// Copies the developer's file; the stamp is the one it had when it was read.
    ///
    /// A file that has gone or changed its kind since the scan is left out.
    mutating func copy(
        _ expected: FileStamp,
        _ from: inout FolderCursor,
        _ to: inout FolderCursor
    ) throws(WorkspaceError) -> FileStamp {
        let source = from.enter(folder)
        guard source >= 0, let name = path.name(after: folderLength) else { return .absent }
        let target = to.enter(folder)
        guard target >= 0 else { throw unwritable(SystemFailure.current) }
        if expected.kind == .link {
            return try copyLink(name, from: source, to: target)
        }
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let input = OpenFile(descriptor: openat(source, name, flags))
        guard input.isOpen else {
            let failure = SystemFailure.current
            // ELOOP: a symbolic link took the file's place.
            if [ENOENT, ENOTDIR, ELOOP].contains(failure.code) { return .absent }
            throw WorkspaceError.unreadable(path: text, reason: failure)
        }
        let output = OpenFile(
            descriptor: openat(target, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        )
        guard output.isOpen else { throw unwritable(SystemFailure.current) }
        return try copyContent(input.descriptor, output.descriptor, expected)
    }

    /// Copies until the file stood still meanwhile, at most four times.
    private func copyContent(
        _ input: Int32,
        _ output: Int32,
        _ expected: FileStamp
    ) throws(WorkspaceError) -> FileStamp {
        var before = try stamp(input)
        var attempt = 1
        while true {
            if let failure = FileContent.copy(input, output, size: before.size, buffer: buffer) {
                throw failure.isReading
                    ? .unreadable(path: text, reason: failure.reason) : unwritable(failure.reason)
            }
            let after = try stamp(input)
            let isStill = after.isSame(as: before)
            before = after
            if isStill || attempt == 4 {
                before.unsettled = isStill && !after.isFresh(at: copier.began) ? 0 : 1
                break
            }
            attempt += 1
            guard ftruncate(output, 0) == 0, lseek(output, 0, SEEK_SET) == 0,
                lseek(input, 0, SEEK_SET) == 0
            else { throw unwritable(SystemFailure.current) }
        }
        // The index decides about the executable bit where git does not trust the disk.
        before.mode = before.mode & ~0o111 | expected.mode & 0o111
        try finish(output, before)
        return before
    }

    private func finish(_ output: Int32, _ stamp: FileStamp) throws(WorkspaceError) {
        guard copier.access.apply(to: output, isExecutable: stamp.isExecutable) else {
            throw unwritable(SystemFailure.current)
        }
        // The developer's times make his index valid for the copies.
        stamp.withTimes { _ = futimens(output, $0) }
    }

    private func copyLink(
        _ name: UnsafePointer<CChar>,
        from source: Int32,
        to target: Int32
    ) throws(WorkspaceError) -> FileStamp {
        var status = stat()
        let destination = buffer.start.assumingMemoryBound(to: CChar.self)
        let length = readlinkat(source, name, destination, buffer.count - 1)
        guard length >= 0, fstatat(source, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            let failure = SystemFailure.current
            // EINVAL: something else took the link's place.
            if [ENOENT, ENOTDIR, EINVAL].contains(failure.code) { return .absent }
            throw .unreadable(path: text, reason: failure)
        }
        destination[length] = 0
        guard symlinkat(destination, target, name) == 0,
            copier.access.applyToLink(named: name, in: target)
        else { throw unwritable(SystemFailure.current) }
        var stamp = FileStamp(status)
        stamp.unsettled = stamp.isFresh(at: copier.began) ? 1 : 0
        stamp.withTimes { _ = utimensat(target, name, $0, AT_SYMLINK_NOFOLLOW) }
        return stamp
    }

    private func stamp(_ descriptor: Int32) throws(WorkspaceError) -> FileStamp {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: text, reason: .current)
        }
        return FileStamp(status)
    }

    private var text: String { String(decoding: path, as: UTF8.self) }

    private func unwritable(_ reason: SystemFailure) -> WorkspaceError {
        .unwritable(path: text, reason: reason)
    }
}
