#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where links in an action's folder of this machine may lead: into the folder itself, or into the
/// git working tree that it is a part of.
///
/// Whoever wrote the folder may be a stranger: a link must not bring another file of this machine
/// into a job, nor git's own files, which can hold a password.
struct FolderBounds: Sendable {
    /// What a path inside the folder stands for.
    enum Entry: Sendable, Hashable {
        case folder
        /// A plain file, and how many bytes it has.
        case file(bytes: Int)
        /// A link that leads out, or to nothing.
        case leadsOut
        /// A device, a pipe or a socket.
        case special
    }

    /// Folders without links.
    private let allowed: [String]

    /// The bounds of a folder, which may itself be a link.
    init(_ folder: String) {
        let real = MachinePath(folder).resolved
        var tops = [real]
        var parts = real.split(separator: "/")[...]
        while !parts.isEmpty {
            let top = "/" + parts.joined(separator: "/")
            if access(top + "/.git", F_OK) == 0 {
                tops.append(top)
                break
            }
            parts.removeLast()
        }
        allowed = tops
    }

    /// Looks at a path below the folder; nil when nothing is there.
    func entry(at path: String) -> Entry? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT != S_IFLNK else {
            guard holds(MachinePath(path).resolved), stat(path, &status) == 0 else {
                return .leadsOut
            }
            return Self.entry(status)
        }
        return Self.entry(status)
    }

    private static func entry(_ status: stat) -> Entry {
        switch status.st_mode & S_IFMT {
        case S_IFDIR: .folder
        case S_IFREG: .file(bytes: Int(status.st_size))
        default: .special
        }
    }

    private func holds(_ real: String) -> Bool {
        allowed.contains { top in
            guard real != top else { return true }
            return real.hasPrefix(top + "/")
                && !real.dropFirst(top.count).split(separator: "/").contains(".git")
        }
    }
}
