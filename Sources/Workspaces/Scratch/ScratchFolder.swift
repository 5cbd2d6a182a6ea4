#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The folder that holds what jobs change, one folder a job, each named after its owner.
///
/// Shape: `<root>/<label>.<pid>.<start>/`. What a killed process left is known by its name alone.
package struct ScratchFolder: Sendable {
    /// The folder, absolute.
    package let root: String

    /// A scratch folder, made when needed.
    package init(root: String) {
        self.root = root
    }

    /// Removes what processes that no longer run left behind.
    ///
    /// - Returns: The paths that belong to someone else and are still there; a container may remove
    ///   them.
    package func removeLeftovers() async throws -> [String] {
        try await BlockingWork.run { flag in
            var denied: [String] = []
            for name in SmallFile.names(in: root) {
                try flag.check()
                guard let owner = ProcessIdentity(folderName: name), !owner.isAlive else {
                    continue
                }
                do {
                    try FolderRemoval.remove("\(root)/\(name)")
                } catch WorkspaceError.notRemovable(let paths) {
                    denied += paths
                }
            }
            return denied
        }
    }

    /// A new folder that this process owns.
    ///
    /// The label says in its name what it is for, such as the run's id and the job's; characters
    /// other than letters, digits, `-` and `_` become `-`.
    package func make(_ label: String) throws(WorkspaceError) -> String {
        let safe = label.unicodeScalars.map { scalar in
            let isAllowed =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || scalar == "-" || scalar == "_")
            return isAllowed ? String(scalar) : "-"
        }
        let name = "\(safe.joined().prefix(80))-\(Counter.next())"
        let path = "\(root)/\(ProcessIdentity.current.folderName(name))"
        try SmallFile.makeFolder(root)
        guard mkdir(path, 0o755) == 0 else { throw .unwritable(path: path, reason: .current) }
        return path
    }
}
