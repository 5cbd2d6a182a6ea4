#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An open folder that several threads may work below.
final class OpenFolder: Sendable {
    private let file: OpenFile

    /// The descriptor.
    var descriptor: Int32 { file.descriptor }

    /// Opens a folder.
    init(_ path: String) throws(WorkspaceError) {
        file = OpenFile(path, O_RDONLY | O_DIRECTORY)
        guard file.isOpen else { throw .unusableFolder(path: path, reason: .current) }
    }
}
