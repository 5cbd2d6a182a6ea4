import Glibc
import InitProtocol

/// The folders of the files a step is given and leaves, opened before the step can replace them.
final class StepFolders {
    private var descriptors: [String: CInt] = [:]
    private var temporaries: [PlacedFile] = []
    /// Whom the files were given to, by path.
    private var owners: [String: uid_t] = [:]

    deinit {
        for descriptor in descriptors.values { close(descriptor) }
    }

    /// Puts all files in their places, making folders that are missing.
    func place(_ files: [PlacedFile]) throws(InitFailure) {
        for file in files {
            try place(file)
            if file.isTemporary { temporaries.append(file) }
        }
    }

    /// Opens the folders of files that are to be collected; those that are missing stay unknown.
    func open(for files: [FileCollection]) {
        for file in files { _ = descriptor(of: Self.folder(of: file.path)) }
    }

    /// Reads a file that a step of `user` may have written.
    func collect(_ file: FileCollection, for user: uid_t) -> CollectedContent {
        guard let folder = descriptors[Self.folder(of: file.path)] else { return .missing }
        return SmallFiles.collect(file, in: folder, for: user, or: owners[file.path] ?? 0)
    }

    /// Removes the placed files that no one needs any more.
    func removeTemporaries() {
        for file in temporaries {
            guard let folder = descriptors[Self.folder(of: file.path)] else { continue }
            unlinkat(folder, Self.name(of: file.path), 0)
        }
        temporaries = []
    }

    private func place(_ file: PlacedFile) throws(InitFailure) {
        let identity = try ContainerUsers.optionalIdentity(for: file.attributes.owner)
        let path = Self.folder(of: file.path)
        var folder = descriptor(of: path)
        if folder == nil {
            try Directories.make(
                path: path,
                FileAttributes(mode: 0o755, owner: file.attributes.owner)
            )
            folder = descriptor(of: path)
        }
        guard let folder else { throw .file("write", path: file.path, .last) }
        let isWritten = SmallFiles.replace(
            Self.name(of: file.path),
            in: folder,
            with: file.contents,
            mode: file.attributes.mode,
            identity
        )
        guard isWritten else { throw .file("write", path: file.path, .last) }
        owners[file.path] = identity?.userID ?? getuid()
    }

    private func descriptor(of folder: String) -> CInt? {
        if let known = descriptors[folder] { return known }
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        descriptors[folder] = descriptor
        return descriptor
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func name(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }
}
