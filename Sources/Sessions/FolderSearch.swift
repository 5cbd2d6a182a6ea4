#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Looks upwards for the folder that something belongs to.
package enum FolderSearch {
    /// The nearest folder, from an absolute path on, that has one of `names` in it.
    ///
    /// A name with a slash at its end is that of a folder. A folder is given without `.` and `..`.
    package static func nearest(from folder: String, having names: [String]) -> String? {
        var parts = folder.split(separator: "/")[...]
        while true {
            let candidate = parts.map { "/\($0)" }.joined()
            if names.contains(where: { access("\(candidate)/\($0)", F_OK) == 0 }) {
                return candidate.isEmpty ? "/" : candidate
            }
            guard parts.popLast() != nil else { return nil }
        }
    }
}
