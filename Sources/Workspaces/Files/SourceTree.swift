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

    /// Looks at every listed path below an open folder, on two threads.
    ///
    /// A listed path that names nothing was deleted and is left out. With `trustsFileMode` off, the
    /// executable bit is what the index says.
    static func scan(
        _ listing: TreeListing,
        below root: OpenFolder,
        trustsFileMode: Bool
    ) async throws -> SourceTree {
        let halves = try await BlockingWork.halves(of: listing.paths.count) { range, _ in
            var cursor = FolderCursor(root: root.descriptor)
            return range.map { index in
                listing.paths.withPath(index) { path, folderLength in
                    stamp(path, folderLength, &cursor)
                }
            }
        }
        var stamps = halves.count == 1 ? halves[0] : halves.flatMap { $0 }
        if !trustsFileMode {
            for index in stamps.indices where listing.kinds[index] != .untracked {
                stamps[index].trust(listing.kinds[index])
            }
        }
        return SourceTree(listing, stamps)
    }

    /// A tree without files.
    init() {}

    private init(_ listing: TreeListing, _ stamps: [FileStamp]) {
        findings.nestedRepositories = listing.nestedRepositories
        findings.leftOut = listing.leftOut
        let isWhole = stamps.indices.allSatisfy { index in
            listing.kinds[index] != .submodule && stamps[index].isFileOrLink
        }
        if isWhole {
            paths = listing.paths
            self.stamps = stamps
            return
        }
        paths.reserve(count: stamps.count, byteCount: listing.paths.bytes.count)
        for index in stamps.indices {
            if listing.kinds[index] == .submodule {
                findings.submodules.append(listing.paths.text(index))
            } else if stamps[index].isFileOrLink {
                paths.append(listing.paths[index])
                self.stamps.append(stamps[index])
            } else if stamps[index].kind == .other {
                findings.specialFiles.append(listing.paths.text(index))
            } else if stamps[index].kind == .absent, listing.sparse.contains(index) {
                sparse.append(listing.paths.text(index))
            }
        }
    }

    /// Adds the files of another tree after those of this one.
    mutating func append(_ other: SourceTree) {
        paths.append(other.paths)
        stamps.append(contentsOf: other.stamps)
        findings.append(other.findings)
        sparse += other.sparse
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

extension FileStamp {
    fileprivate var isFileOrLink: Bool { kind == .file || kind == .link }

    /// Takes the executable bit of a file from the index.
    fileprivate mutating func trust(_ index: TreeListing.Kind) {
        guard kind == .file else { return }
        mode = mode & ~0o111 | (index == .executable ? 0o111 : 0)
    }
}
