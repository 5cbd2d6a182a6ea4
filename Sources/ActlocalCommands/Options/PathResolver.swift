import Diagnostics
import Sessions

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes paths absolute, and finds the project around a folder.
struct PathResolver: Sendable {
    /// The folder that relative paths start from, absolute and without links.
    let base: String

    /// Starts from `directory`, or from the process's working folder.
    ///
    /// - Throws: `RequestError.noFolder` when it is not there.
    init(directory: String?) throws(RequestError) {
        let path = directory ?? "."
        guard let resolved = Self.withoutLinks(path) else {
            throw .noFolder(path, reason: String(cString: strerror(errno)).lowercased())
        }
        base = resolved
        guard Self.isFolder(base) else {
            throw .noFolder(path, reason: "not a folder")
        }
    }

    /// Starts from the folder that the command line names.
    ///
    /// - Throws: `RequestError.noFolder`, and `.empty` for a `-W` that names nothing.
    init(_ project: ProjectOptions) throws(RequestError) {
        if project.workflows?.isEmpty == true { throw .empty(what: "the path of `-W`") }
        try self.init(directory: project.directory)
    }

    /// The absolute form of a path, `.` and `..` resolved by name.
    func absolute(_ path: String) -> String {
        PathText.absolute(path, from: base)
    }

    /// The absolute form of a path that is there, its folder without links; nil for any other.
    ///
    /// A file that is a link itself is known by its own name.
    func resolved(_ path: String) -> String? {
        let whole = absolute(path)
        guard Self.exists(whole) else { return nil }
        if Self.isFolder(whole) { return Self.withoutLinks(whole) }
        guard let folder = Self.withoutLinks(Self.folder(of: whole)) else { return nil }
        let name = whole.dropFirst(Self.folder(of: whole).count).drop { $0 == "/" }
        return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }

    /// The folder that an absolute path is in, by its text.
    static func folder(of path: String) -> String {
        let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        return folder.isEmpty ? "/" : String(folder)
    }

    private static func withoutLinks(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The short form of a typed path that messages show.
    func shown(_ path: String) -> String {
        var shown = path[...]
        while shown.hasPrefix("./"), shown.count > 2 {
            shown = shown.dropFirst(2).drop { $0 == "/" }
        }
        while shown.hasSuffix("/"), shown.count > 1 {
            shown = shown.dropLast()
        }
        return shown.isEmpty ? "." : String(shown)
    }

    /// The folder of the project that the base is in.
    ///
    /// It is the nearest upwards that has `.github/workflows` or is a git repository, or the base.
    var projectRoot: String {
        FolderSearch.nearest(from: base, having: [".github/workflows/", ".git"]) ?? base
    }

    /// Whether something is at a path.
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// Whether a folder is at a path.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
