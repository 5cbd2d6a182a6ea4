#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The folder that holds all snapshots of one project.
///
/// Shape: `lock`, `building/<name>.<pid>.<start>/` for work in progress, and
/// `snapshots/<milliseconds>-<pid>-<n>/` for what is complete: made elsewhere and moved in at once.
struct SnapshotShelf: Sendable {
    /// The folder, absolute.
    let folder: String

    /// The shelf of a project, named after its folder and told apart by a hash of the whole path.
    init(store: String, root: String) throws(WorkspaceError) {
        let name = root.split(separator: "/").last.map(String.init) ?? "root"
        let safe = name.unicodeScalars.map { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? String(scalar) : "-"
        }
        var hash = ContentHash()
        root.utf8CString.withUnsafeBytes { hash.add($0) }
        folder = "\(store)/\(safe.joined().prefix(40))-\(hash.text)"
        try SmallFile.makeFolder(folder + "/snapshots")
        try SmallFile.makeFolder(folder + "/building")
    }

    /// A shelf that is there.
    init(folder: String) { self.folder = folder }

    /// The file whose lock lets one process at a time add or remove snapshots.
    var lock: String { folder + "/lock" }

    /// The folders of all complete snapshots, newest first.
    var snapshots: [String] {
        SmallFile.names(in: folder + "/snapshots").reversed().map { "\(folder)/snapshots/\($0)" }
    }

    /// A new empty folder for work in progress.
    func makeBuildingFolder() throws(WorkspaceError) -> String {
        let place = "\(folder)/building/\(ProcessIdentity.current.folderName("new-\(unique())"))"
        try SmallFile.makeFolder(place)
        return place
    }

    /// Moves a finished folder among the snapshots.
    func publish(_ place: String) throws(WorkspaceError) -> String {
        let target = "\(folder)/snapshots/\(unique())"
        guard rename(place, target) == 0 else {
            throw .unwritable(path: target, reason: .current)
        }
        return target
    }

    /// Takes a hold of a snapshot that keeps others from removing it.
    func hold(_ snapshot: String) throws(WorkspaceError) -> FileLock? {
        try FileLock(ifFree: snapshot + "/use", .shared)
    }

    /// Moves away old snapshots that nobody holds, and finds what dead processes were building.
    ///
    /// The caller holds the lock, and removes the folders this returns when it has let it go.
    func retire(keeping count: Int) throws(WorkspaceError) -> [String] {
        var retired: [String] = []
        for snapshot in snapshots.dropFirst(count) {
            guard let hold = try FileLock(ifFree: snapshot + "/use", .exclusive) else { continue }
            let name = ProcessIdentity.current.folderName("old-\(unique())")
            let place = "\(folder)/building/\(name)"
            if rename(snapshot, place) == 0 { retired.append(place) }
            _ = hold
        }
        for name in SmallFile.names(in: folder + "/building") {
            guard let owner = ProcessIdentity(folderName: name), !owner.isAlive else { continue }
            retired.append("\(folder)/building/\(name)")
        }
        return retired
    }

    /// A name that sorts by time and that no other process gives.
    private func unique() -> String {
        let milliseconds = String(FileStamp.now() / 1_000_000)
        let padding = String(repeating: "0", count: max(0, 15 - milliseconds.count))
        return "\(padding)\(milliseconds)-\(getpid())-\(Counter.next())"
    }
}
