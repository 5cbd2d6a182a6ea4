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

    /// Removes symbolic links that lead out of the folder or in circles.
    ///
    /// What such a link names would be a file of this machine. One to a file that is not there, or
    /// not yet, stays when its way leaves the folder nowhere.
    ///
    /// - Returns: the links that are gone, as paths below the folder, sorted.
    func dropLinks() throws -> [String] {
        var links: [String] = []
        try visit("") { path, kind in
            if kind == .link { links.append(path) }
        }
        // All are judged before any is gone: what leads to a link that leads out, leads out.
        let dropped = links.filter { !staysInside($0) }
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

    /// The most links on the way to one file, as the kernel counts them.
    private static let mostLinks = 40

    /// Whether a link leads to a place in the folder, whether or not anything is there, and its way
    /// leaves the folder nowhere.
    private func staysInside(_ link: String) -> Bool {
        var place: [Substring] = []
        var ahead = link.split(separator: "/").reversed() as [Substring]
        var links = 0
        while let part = ahead.popLast() {
            guard part != ".." else {
                guard place.popLast() != nil else { return false }
                continue
            }
            guard part != "." else { continue }
            place.append(part)
            guard let target = Self.target(of: "\(root)/\(place.joined(separator: "/"))") else {
                continue
            }
            links += 1
            guard links <= Self.mostLinks, !target.hasPrefix("/") else { return false }
            place.removeLast()
            ahead += target.split(separator: "/").reversed()
        }
        return true
    }

    /// What a symbolic link says, with `readlink(2)`; nil for what is none.
    private static func target(of path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count >= 0 else { return nil }
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
