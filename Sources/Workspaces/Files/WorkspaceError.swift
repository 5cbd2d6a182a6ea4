/// Why a workspace could not be made or removed.
package enum WorkspaceError: Error, Hashable, CustomStringConvertible {
    /// A folder that is needed is missing, no folder, or closed to us.
    case unusableFolder(path: String, reason: SystemFailure)
    /// A file of the project cannot be read.
    case unreadable(path: String, reason: SystemFailure)
    /// A file of ours cannot be written.
    case unwritable(path: String, reason: SystemFailure)
    /// An overlay's options cannot express a path.
    case unmountablePath(path: String)
    /// Files that belong to someone else are left in a folder of ours; paths are absolute.
    case notRemovable(paths: [String])
    /// A snapshot's own record is damaged or of another version.
    case damagedSnapshot(path: String)

    /// The error in one sentence.
    package var description: String {
        switch self {
        case .unusableFolder(let path, let reason):
            "cannot use the folder `\(path)`: \(reason)"
        case .unreadable(let path, let reason):
            "cannot read `\(path)`: \(reason); fix its permissions or add it to `.gitignore`"
        case .unwritable(let path, let reason):
            "cannot write `\(path)`: \(reason)"
        case .unmountablePath(let path):
            "an overlay cannot be made from `\(path)`: the path holds `:`, `,`, `\\` or a line "
                + "break; choose another cache folder with `XDG_CACHE_HOME`"
        case .notRemovable(let paths):
            "cannot remove \(paths.count) paths that belong to another user, such as "
                + "`\(paths.first ?? "")`"
        case .damagedSnapshot(let path):
            "the snapshot in `\(path)` is damaged; remove that folder"
        }
    }
}
