import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where files may lie that a repository has read by itself: in the project, or in its repository.
///
/// What a stranger's repository names, or links to, must not be another file of this machine.
struct RepositoryBounds: Sendable {
    private let root: String
    /// The folders that paths may lie in, without symbolic links.
    private let allowed: [String]

    /// The bounds of the project in the folder `root`.
    init(root: String) {
        self.root = root
        let real = Self.resolved(root) ?? root
        allowed = [real] + (FolderSearch.nearest(from: real, having: [".git"]).map { [$0] } ?? [])
    }

    /// Whether a path, relative to the project or absolute, lies inside with its links followed.
    func holds(_ path: String) -> Bool {
        let full = PathText.absolute(path, from: root)
        // What is not there is told by whoever reads it.
        let real = Self.resolved(path.hasPrefix("/") ? path : "\(root)/\(path)") ?? full
        let places = Self.resolved(full) == nil ? allowed + [root] : allowed
        return places.contains { real == $0 || real.hasPrefix($0 + "/") }
    }

    /// The path of what is there without links, with `realpath(3)`; nil for nothing.
    static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
