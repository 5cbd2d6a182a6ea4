#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Closes a folder of files that strangers wrote.
struct TreeSeal: Sendable {
    /// The folder, absolute and without links.
    let root: String
    /// Tells when to stop.
    let cancellation: CancellationFlag

    /// Removes symbolic links that lead out of the folder or to nothing.
    ///
    /// What such a link names would be a file of this machine.
    ///
    /// - Returns: the links that are gone, as paths below the folder, sorted.
    func dropLinks() throws -> [String] {
        guard let real = Self.resolved(root) else {
            throw WorkspaceError.unusableFolder(path: root, reason: .current)
        }
        var links: [String] = []
        try visit("") { path, kind in
            if kind == .link { links.append(path) }
        }
        // All are judged before any is gone: what leads to a link that leads out, leads out.
        let dropped = links.filter { link in
            guard let target = Self.resolved("\(root)/\(link)") else { return true }
            return target != real && !target.hasPrefix(real + "/")
        }
        for link in dropped where unlink("\(root)/\(link)") != 0 {
            throw WorkspaceError.unwritable(path: "\(root)/\(link)", reason: .current)
        }
        return dropped.sorted()
    }

    /// Takes the right to write from everything.
    func makeReadOnly() throws {
        var folders: [String] = [root]
        try visit("") { path, kind in
            let full = "\(root)/\(path)"
            switch kind {
            case .folder: folders.append(full)
            case .file: chmod(full, Self.isExecutable(full) ? 0o555 : 0o444)
            default: break
            }
        }
        for folder in folders.reversed() { chmod(folder, 0o555) }
    }

    private func visit(
        _ folder: String,
        _ body: (_ path: String, _ kind: FileStamp.Kind) -> Void
    ) throws {
        try cancellation.check()
        for name in SmallFile.names(in: folder.isEmpty ? root : "\(root)/\(folder)") {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            var status = stat()
            guard lstat("\(root)/\(path)", &status) == 0 else {
                throw WorkspaceError.unreadable(path: "\(root)/\(path)", reason: .current)
            }
            let kind = FileStamp(status).kind
            body(path, kind)
            if kind == .folder { try visit(path, body) }
        }
    }

    private static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & 0o111 != 0
    }

    /// The path without links, with `realpath(3)`; nil when it leads nowhere.
    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
