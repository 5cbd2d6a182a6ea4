#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The files a snapshot is made of: those git lists and the disk holds, with their stamps.
struct SourceTree: Sendable {
    /// The paths of all files and symbolic links.
    var paths = PathList()
    /// Their stamps, in the same order.
    var stamps: [FileStamp] = []
    /// What was found beside files and links.
    var findings = SnapshotFindings()
    /// Paths a sparse checkout left out, to be taken from the index.
    var sparse: [String] = []

    /// Looks at every listed path below an open folder.
    ///
    /// A listed path that names nothing was deleted and is left out. With `trustsFileMode` off, the
    /// executable bit is what the index says.
    static func scan(
        _ listing: TreeListing,
        below root: Int32,
        trustsFileMode: Bool
    ) -> SourceTree {
        var tree = SourceTree()
        tree.paths.reserve(count: listing.paths.count, byteCount: listing.paths.bytes.count)
        tree.stamps.reserveCapacity(listing.paths.count)
        tree.findings.nestedRepositories = listing.nestedRepositories
        var cursor = FolderCursor(root: root)
        for index in 0..<listing.paths.count {
            var stamp = listing.paths.withPath(index) { path, folderLength in
                Self.stamp(path, folderLength, &cursor)
            }
            let kind = listing.kinds[index]
            if !trustsFileMode, kind != .untracked, stamp.kind == .file {
                stamp.mode = stamp.mode & ~0o111 | (kind == .executable ? 0o111 : 0)
            }
            tree.add(listing, index, kind, stamp)
        }
        return tree
    }

    /// Adds the files of another tree after those of this one.
    mutating func append(_ other: SourceTree) {
        paths.append(other.paths)
        stamps.append(contentsOf: other.stamps)
        findings.append(other.findings)
        sparse += other.sparse
    }

    private mutating func add(
        _ listing: TreeListing,
        _ index: Int,
        _ kind: TreeListing.Kind,
        _ stamp: FileStamp
    ) {
        if kind == .submodule {
            findings.submodules.append(listing.paths.text(index))
            return
        }
        switch stamp.kind {
        case .file, .link:
            paths.append(listing.paths[index])
            stamps.append(stamp)
        case .other:
            findings.specialFiles.append(listing.paths.text(index))
        case .absent where listing.sparse.contains(index):
            sparse.append(listing.paths.text(index))
        case .absent, .folder:
            break
        }
    }

    private static func stamp(
        _ path: UnsafeRawBufferPointer,
        _ folderLength: Int,
        _ cursor: inout FolderCursor
    ) -> FileStamp {
        let folder = cursor.enter(UnsafeRawBufferPointer(rebasing: path[0..<folderLength]))
        guard folder >= 0, let name = path.name(after: folderLength) else { return .absent }
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .absent }
        return FileStamp(status)
    }
}

extension UnsafeRawBufferPointer {
    /// The C string of the last component of a path that a `PathList` lends.
    func name(after folderLength: Int) -> UnsafePointer<CChar>? {
        baseAddress.map {
            ($0 + (folderLength == 0 ? 0 : folderLength + 1)).assumingMemoryBound(to: CChar.self)
        }
    }
}
