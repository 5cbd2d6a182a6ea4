#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Opens the folders of a list of paths in turn, and never goes through a symbolic link.
///
/// Paths that come in git's order share most of their folders with the one before, so a folder is
/// opened about once.
struct FolderCursor: ~Copyable {
    private let root: Int32
    private let creating: FileAccess?
    private var descriptors: [Int32] = []
    /// The open folder's path below the root.
    private var path: [UInt8] = []
    /// Where each of its components ends in `path`.
    private var ends: [Int] = []

    /// Starts at an open folder, which must outlive the cursor.
    ///
    /// With `creating`, folders that are missing are made and given that access.
    init(root: Int32, creating: FileAccess? = nil) {
        self.root = root
        self.creating = creating
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }

    /// The descriptor of a folder given by its path below the root; -1 with `errno` set when it
    /// is missing, no folder, or behind a symbolic link.
    mutating func enter(_ folder: UnsafeRawBufferPointer) -> Int32 {
        let shared = sharedComponents(with: folder)
        while ends.count > shared {
            ends.removeLast()
            close(descriptors.removeLast())
        }
        var position = ends.last.map { $0 + 1 } ?? 0
        path.removeSubrange((ends.last ?? 0)..<path.count)
        while position < folder.count {
            var end = position
            while end < folder.count, folder[end] != UInt8(ascii: "/") { end += 1 }
            let descriptor = open(UnsafeRawBufferPointer(rebasing: folder[position..<end]))
            guard descriptor >= 0 else { return -1 }
            if position > 0 { path.append(UInt8(ascii: "/")) }
            path.append(contentsOf: folder[position..<end])
            ends.append(end)
            descriptors.append(descriptor)
            position = end + 1
        }
        return descriptors.last ?? root
    }

    private func sharedComponents(with folder: UnsafeRawBufferPointer) -> Int {
        var equal = 0
        let limit = min(path.count, folder.count)
        path.withUnsafeBytes { path in
            while equal < limit, path[equal] == folder[equal] { equal += 1 }
        }
        var shared = 0
        for end in ends {
            guard end <= equal, end == folder.count || folder[end] == UInt8(ascii: "/") else {
                break
            }
            shared += 1
        }
        return shared
    }

    private func open(_ name: UnsafeRawBufferPointer) -> Int32 {
        let parent = descriptors.last ?? root
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: name.count + 1) { text in
            for index in 0..<name.count { text[index] = CChar(bitPattern: name[index]) }
            text[name.count] = 0
            guard let start = UnsafePointer(text.baseAddress) else { return -1 }
            if let creating, mkdirat(parent, start, 0o700) == 0 {
                guard creating.applyToFolder(named: start, in: parent) else { return -1 }
            }
            return openat(parent, start, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
    }
}
