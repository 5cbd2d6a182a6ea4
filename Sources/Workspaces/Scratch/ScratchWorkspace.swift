#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A job's own copy of a snapshot, for a job that runs on this machine without a container.
///
/// Blocks are shared where the file system can; else files are copied. They are never hard links,
/// since a job may change a file in place. Everything belongs to us with git's modes.
package struct ScratchWorkspace: Sendable {
    /// The folder of this workspace, the job's work root.
    package let folder: String

    /// The folder that holds the project's files until the checkout moves it.
    package var checkout: String { "\(folder)/\(WorkspaceSnapshot.checkoutName)" }

    /// Copies a snapshot into a new folder.
    ///
    /// - Throws: `WorkspaceError` naming the file, or `CancellationError`.
    package init(
        of snapshot: WorkspaceSnapshot,
        in scratch: ScratchFolder,
        label: String
    ) async throws {
        let folder = try scratch.make(label)
        self.folder = folder
        do {
            try await BlockingWork.run { flag in
                try TreeClone(cancellation: flag)
                    .clone(snapshot.checkout, to: "\(folder)/\(WorkspaceSnapshot.checkoutName)")
            }
        } catch {
            try? FolderRemoval.remove(folder)
            throw error
        }
    }

    /// Removes the copy and all the job wrote.
    ///
    /// - Throws: `WorkspaceError.notRemovable` with the paths that belong to another user.
    package func remove() async throws {
        try await BlockingWork.run { _ in try FolderRemoval.remove(folder) }
    }
}
