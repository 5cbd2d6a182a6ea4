extension SnapshotStore {
    /// The projects whose snapshots are kept.
    package var kept: [KeptFolder] {
        SmallFile.names(in: root).compactMap { name in
            let shelf = SnapshotShelf(folder: "\(root)/\(name)")
            guard !shelf.snapshots.isEmpty, let used = KeptFolder.time(of: shelf.lock) else {
                return nil
            }
            return KeptFolder(
                name: "snapshots of \(name)",
                used: used,
                path: shelf.folder,
                shelf: shelf.folder
            )
        }
    }

    /// Removes the snapshots of projects, but none that a run uses, and none of a project that was
    /// run since it was looked at.
    ///
    /// - Returns: the projects that have none any more.
    package func remove(_ folders: [KeptFolder]) async -> [KeptFolder] {
        var gone: [KeptFolder] = []
        for item in folders {
            let shelf = SnapshotShelf(folder: item.shelf)
            guard let lock = try? FileLock(ifFree: shelf.lock, .exclusive),
                KeptFolder.time(of: shelf.lock) == item.used,
                let retired = try? shelf.retire(keeping: 0)
            else { continue }
            withExtendedLifetime(lock) {}
            let removal: Void? = try? await BlockingWork.run { _ in
                for folder in retired { try FolderRemoval.remove(folder) }
            }
            if removal != nil, shelf.snapshots.isEmpty { gone.append(item) }
        }
        return gone
    }
}
