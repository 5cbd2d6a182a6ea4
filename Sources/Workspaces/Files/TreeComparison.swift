#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Which files of a tree an older copy holds unchanged.
struct TreeComparison: Sendable {
    /// For each file of the tree, whether the older copy's file serves.
    private(set) var isUnchanged: [Bool]
    /// Whether some files were only known to be unchanged after their bytes were compared.
    private(set) var comparedBytes = false

    /// The comparison with nothing: all is new.
    init(count: Int) {
        isUnchanged = Array(repeating: false, count: count)
    }

    /// Compares stamps, and bytes where a stamp proves nothing.
    ///
    /// - Parameters:
    ///   - tree: The developer's files now.
    ///   - record: The older copy's record.
    ///   - source: The developer's folder.
    ///   - older: The older copy's folder.
    init(_ tree: SourceTree, with record: TreeRecord, source: Int32, older: Int32) {
        let known = record.stamps(of: tree.paths)
        isUnchanged = []
        isUnchanged.reserveCapacity(tree.stamps.count)
        var now = FolderCursor(root: source)
        var past = FolderCursor(root: older)
        let buffers = (CopyBuffer(), CopyBuffer())
        for index in 0..<tree.stamps.count {
            guard let stamp = known[index], stamp.isSame(as: tree.stamps[index]) else {
                isUnchanged.append(false)
                continue
            }
            guard stamp.unsettled != 0 else {
                isUnchanged.append(true)
                continue
            }
            comparedBytes = true
            let isEqual = tree.paths.withPath(index) { path, folderLength in
                let folder = UnsafeRawBufferPointer(rebasing: path[0..<folderLength])
                let folders = (now.enter(folder), past.enter(folder))
                guard folders.0 >= 0, folders.1 >= 0, let name = path.name(after: folderLength)
                else { return false }
                return stamp.kind == .link
                    ? Self.areSameLinks(name, folders) : Self.areSameFiles(name, folders, buffers)
            }
            isUnchanged.append(isEqual)
        }
    }

    private static func areSameFiles(
        _ name: UnsafePointer<CChar>,
        _ folders: (Int32, Int32),
        _ buffers: (CopyBuffer, CopyBuffer)
    ) -> Bool {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let one = OpenFile(descriptor: openat(folders.0, name, flags))
        let other = OpenFile(descriptor: openat(folders.1, name, flags))
        guard one.isOpen, other.isOpen else { return false }
        return FileContent.areEqual(one.descriptor, other.descriptor, buffers.0, buffers.1)
    }

    private static func areSameLinks(
        _ name: UnsafePointer<CChar>,
        _ folders: (Int32, Int32)
    ) -> Bool {
        guard let one = linkTarget(name, in: folders.0) else { return false }
        return one == linkTarget(name, in: folders.1)
    }
}

/// Where a symbolic link points, with `readlinkat(2)`; nil when it is none.
func linkTarget(_ name: UnsafePointer<CChar>, in folder: Int32) -> [UInt8]? {
    var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = target.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map {
            readlinkat(folder, name, $0.assumingMemoryBound(to: CChar.self), bytes.count)
        } ?? -1
    }
    return length < 0 ? nil : Array(target[..<length])
}
