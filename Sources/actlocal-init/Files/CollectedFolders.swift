import Glibc
import InitProtocol

/// The folders of the files a step leaves for us, opened before the step can replace them.
final class CollectedFolders {
    private var descriptors: [String: CInt] = [:]

    /// Opens the folders of all files.
    init(_ files: [FileCollection]) {
        for file in files where descriptors[Self.folder(of: file)] == nil {
            let folder = Self.folder(of: file)
            let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            if descriptor >= 0 { descriptors[folder] = descriptor }
        }
    }

    deinit {
        for descriptor in descriptors.values { close(descriptor) }
    }

    /// Reads a file that a step of `user` may have written.
    func collect(_ file: FileCollection, for user: uid_t) -> CollectedContent {
        guard let folder = descriptors[Self.folder(of: file)] else { return .missing }
        return SmallFiles.collect(file, in: folder, for: user)
    }

    private static func folder(of file: FileCollection) -> String {
        guard let slash = file.path.lastIndex(of: "/") else { return "." }
        return slash == file.path.startIndex ? "/" : String(file.path[..<slash])
    }
}
