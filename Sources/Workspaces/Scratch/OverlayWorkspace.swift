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
/// Shape: `<folder>/upper` takes what the job writes, `<folder>/work` is the kernel's,
/// `<folder>/lower` is a link to the snapshot, so that the volume can be made before there is one.
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

    /// Makes the two folders an overlay needs; before it is mounted a snapshot is laid under it.
    ///
    /// - Throws: `WorkspaceError.unmountablePath` when a path cannot be said in mount options.
    package init(
        in scratch: ScratchFolder,
        label: String,
        access: FileAccess
    ) throws(WorkspaceError) {
        guard !scratch.root.contains(where: isSpecialInOptions) else {
            throw .unmountablePath(path: scratch.root)
        }
        folder = try scratch.make(label)
        for name in ["upper", "work"] {
            let path = "\(folder)/\(name)"
            guard mkdir(path, 0o755) == 0, access.applyToFolder(named: path, in: AT_FDCWD)
            else { throw .unwritable(path: path, reason: .current) }
        }
        let layers = "lowerdir=\(folder)/lower,upperdir=\(folder)/upper,workdir=\(folder)/work"
        volume = Volume(
            driver: "local",
            options: ["type": "overlay", "device": "overlay", "o": layers + ",redirect_dir=on"]
        )
    }

    /// Lays a snapshot under the workspace; it has to be kept as long as that is mounted.
    package func lay(_ snapshot: WorkspaceSnapshot) throws(WorkspaceError) {
        let link = "\(folder)/lower"
        guard symlink(snapshot.lower, link) == 0 else {
            throw .unwritable(path: link, reason: .current)
        }
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
