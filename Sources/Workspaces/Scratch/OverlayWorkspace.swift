#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A job's own writable view of a snapshot, made by the engine as an overlay without any copy.
///
/// The volume is mounted at the job's work root. The project's files are there as `_checkout`,
/// until the checkout renames that folder to `<name>/<name>`: with `redirect_dir=on` the rename
/// inside one overlay takes no time.
///
/// Shape: `<folder>/upper` takes what the job writes, `<folder>/work` is the kernel's.
/// Source: <https://docs.kernel.org/filesystems/overlayfs.html>,
/// <https://docs.docker.com/engine/storage/volumes/#create-a-volume-using-a-volume-driver>
package struct OverlayWorkspace: Sendable {
    /// What an engine needs to create the volume.
    package struct Volume: Sendable, Hashable {
        /// The volume driver's name.
        package let driver: String
        /// The driver's options.
        package let options: [String: String]
    }

    /// The folder of this workspace.
    package let folder: String
    /// The volume to be created.
    package let volume: Volume

    private let snapshot: WorkspaceSnapshot

    /// Makes the two folders an overlay needs, with the snapshot's access.
    ///
    /// - Throws: `WorkspaceError.unmountablePath` when a path cannot be said in mount options.
    package init(
        of snapshot: WorkspaceSnapshot,
        in scratch: ScratchFolder,
        label: String
    ) throws(WorkspaceError) {
        for path in [snapshot.lower, scratch.root] where path.contains(where: isSpecialInOptions) {
            throw .unmountablePath(path: path)
        }
        folder = try scratch.make(label)
        self.snapshot = snapshot
        for name in ["upper", "work"] {
            let path = "\(folder)/\(name)"
            guard mkdir(path, 0o755) == 0,
                snapshot.access.applyToFolder(named: path, in: AT_FDCWD)
            else { throw .unwritable(path: path, reason: .current) }
        }
        let layers = "lowerdir=\(snapshot.lower),upperdir=\(folder)/upper,workdir=\(folder)/work"
        volume = Volume(
            driver: "local",
            options: ["type": "overlay", "device": "overlay", "o": layers + ",redirect_dir=on"]
        )
    }

    /// Removes what the job wrote, once no container uses the volume any more.
    ///
    /// - Throws: `WorkspaceError.notRemovable` with the paths that belong to another user; a
    ///   container that mounts `folder` can remove them.
    package func remove() async throws {
        try await BlockingWork.run { _ in try FolderRemoval.remove(folder) }
    }
}

/// Whether a character ends or escapes a path in the options of an overlay.
private func isSpecialInOptions(_ character: Character) -> Bool {
    ":,\\\n\"".contains(character)
}
