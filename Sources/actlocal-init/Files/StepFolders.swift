import Glibc
import InitProtocol

/// The folders of the files a step is given and leaves, opened before the step can replace them.
final class StepFolders {
    private var descriptors: [String: CInt] = [:]
    private var temporaries: [(path: String, kind: SpareFiles.Kind?)] = []
    private let spares: SpareFiles

    /// Folders of a step, which uses up files that others have left.
    init(spares: SpareFiles) {
        self.spares = spares
    }

    deinit {
        for descriptor in descriptors.values { close(descriptor) }
    }

    /// Puts all files in their places, making folders that are missing.
    func place(_ files: [PlacedFile]) throws(InitFailure) {
        for file in files { try place(file) }
    }

    /// Opens the folders of files that are to be collected; those that are missing stay unknown.
    func open(for files: [FileCollection]) {
        for file in files { _ = descriptor(of: Self.folder(of: file.path)) }
    }

    /// Reads a file that a step of `user` may have written.
    func collect(_ file: FileCollection, for user: uid_t) -> CollectedContent {
        guard let folder = descriptors[Self.folder(of: file.path)] else { return .missing }
        return SmallFiles.collect(file, in: folder, for: user)
    }

    /// Removes the placed files that no one needs any more, or keeps them for other steps.
    func removeTemporaries() {
        for file in temporaries {
            let path = Self.folder(of: file.path)
            guard let folder = descriptors[path] else { continue }
            let name = Self.name(of: file.path)
            if let kind = file.kind, spares.keep(name, in: folder, named: path, kind) { continue }
            unlinkat(folder, name, 0)
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
        let name = Self.name(of: file.path)
        let kind =
            file.isTemporary && file.contents.isEmpty
            ? SpareFiles.Kind(
                mode: file.attributes.mode & 0o7777,
                user: identity?.userID ?? getuid(),
                group: identity?.groupID ?? getgid()
            ) : nil
        if file.isTemporary { temporaries.append((file.path, kind)) }
        if let kind, spares.take(name, in: folder, named: path, kind) { return }
        let isWritten = SmallFiles.replace(
            name,
            in: folder,
            with: file.contents,
            mode: file.attributes.mode,
            identity
        )
        guard isWritten else { throw .file("write", path: file.path, .last) }
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
