import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Fills a folder with the files of a tree: links what an older copy holds, copies the rest.
///
/// All folders are open descriptors that must outlive the copier.
struct TreeCopier: Sendable {
    /// The folder of the developer, which is only read.
    let source: Int32
    /// The new folder, which is ours.
    let target: Int32
    /// An older copy whose unchanged files are linked; nil when there is none.
    let older: Int32?
    /// Who may use the new files.
    let access: FileAccess
    /// When the copying began, in nanoseconds since 1970.
    let began: Int64
    /// Set by the caller to stop early.
    let cancellation: CancellationFlag

    /// What became of the paths of a range.
    struct Outcome: Sendable {
        /// The stamps of the files as they were copied; absent for those that had gone.
        var stamps: [FileStamp] = []
        /// Pointers of Git LFS among them.
        var largeFilePointers: [String] = []
    }

    /// Copies the files of a range of a tree.
    ///
    /// - Parameters:
    ///   - tree: The files with the stamps the scan saw.
    ///   - range: Which of them.
    ///   - isUnchanged: For each file of the whole tree, whether the older copy has it unchanged.
    /// - Returns: What became of each path of the range.
    /// - Throws: `WorkspaceError` naming the file that cannot be read or written.
    func copy(
        _ tree: SourceTree,
        _ range: Range<Int>,
        isUnchanged: [Bool]
    ) throws -> Outcome {
        var outcome = Outcome()
        outcome.stamps.reserveCapacity(range.count)
        var from = FolderCursor(root: source)
        var to = FolderCursor(root: target, creating: access)
        var past = FolderCursor(root: older ?? -1)
        let buffer = CopyBuffer()
        for index in range {
            if index % 256 == 0 { try cancellation.check() }
            let path = tree.paths
            let stamp = try path.withPath(index) { bytes, length throws(WorkspaceError) in
                var job = CopyJob(path: bytes, folderLength: length, buffer: buffer, copier: self)
                if isUnchanged[index], job.link(&past, &to) { return tree.stamps[index] }
                return try job.copy(tree.stamps[index], &from, &to)
            }
            outcome.stamps.append(stamp)
            if stamp.size < 1024, stamp.size > 100, stamp.kind == .file,
                path.withPath(index, { isLargeFilePointer($0, $1, &to) })
            {
                outcome.largeFilePointers.append(path.text(index))
            }
        }
        return outcome
    }
}

/// Whether a small file begins as pointers of Git LFS do.
///
/// Source: <https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>
private func isLargeFilePointer(
    _ path: UnsafeRawBufferPointer,
    _ folderLength: Int,
    _ cursor: inout FolderCursor
) -> Bool {
    let mark = "version https://git-lfs.github.com/spec/v1\n"
    let folder = cursor.enter(UnsafeRawBufferPointer(rebasing: path[0..<folderLength]))
    guard folder >= 0, let name = path.name(after: folderLength) else { return false }
    let file = OpenFile(descriptor: openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC))
    guard file.isOpen else { return false }
    return withUnsafeTemporaryAllocation(byteCount: mark.utf8.count, alignment: 1) { bytes in
        guard let start = bytes.baseAddress,
            read(file.descriptor, start, bytes.count) == bytes.count
        else { return false }
        return bytes.elementsEqual(mark.utf8)
    }
}
