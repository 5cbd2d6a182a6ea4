#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A folder of the cache that can be made again: a commit of another repository, the snapshots of a
/// project.
package struct KeptFolder: Sendable, Hashable {
    /// What it holds, in a few words.
    package let name: String
    /// When it was last of use, in seconds since 1970.
    package let used: Double
    /// Where it is.
    let path: String
    /// The folder whose locks guard it.
    let shelf: String

    /// The bytes that its files take on the disk; files that are linked from elsewhere count too.
    package var size: Int { Self.size(of: path) }

    /// The bytes that a file takes on the disk, or all files below a folder.
    package static func size(of path: String) -> Int {
        var status = stat()
        guard lstat(path, &status) == 0 else { return 0 }
        guard status.st_mode & S_IFMT == S_IFDIR else { return Int(status.st_blocks) * 512 }
        return SmallFile.names(in: path).reduce(0) { $0 + size(of: "\(path)/\($1)") }
    }

    /// When something was last changed or marked, in seconds since 1970; nil when it is gone.
    static func time(of path: String) -> Double? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
    }
}
