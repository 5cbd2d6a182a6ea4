#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A snapshot in the making, in a folder that nobody else looks at.
struct SnapshotDraft: Sendable {
    /// What is known of a snapshot when its files are in place.
    struct Content: Sendable {
        /// The developer's files it was made from; empty for a commit.
        var record: TreeRecord
        /// What it does not hold as the developer's folder does.
        var findings: SnapshotFindings
        /// The number of files and links without `.git`.
        var fileCount: Int
        /// The size of the files without `.git`.
        var byteCount: Int
    }

    /// The folder.
    let folder: String
    /// Who may use the files.
    let access: FileAccess

    /// The folder for the project's files.
    var checkout: String { "\(folder)/lower/\(WorkspaceSnapshot.checkoutName)" }

    /// Lets `fill` make the files, then shows the snapshot to others; removes it all on an error.
    static func complete(
        on shelf: SnapshotShelf,
        facts: SnapshotFacts,
        fill: (SnapshotDraft) async throws -> Content
    ) async throws -> WorkspaceSnapshot {
        let draft = SnapshotDraft(folder: try shelf.makeBuildingFolder(), access: facts.access)
        do {
            try SmallFile.makeFolder(draft.checkout)
            let content = try await fill(draft)
            try Task.checkCancellation()
            let description = SnapshotDescription(
                facts: facts,
                findings: content.findings,
                fileCount: content.fileCount,
                byteCount: content.byteCount
            )
            try draft.openFolders()
            try SmallFile.write(content.record.encoded, to: draft.folder + "/record")
            try description.write(in: draft.folder)
            guard let use = try shelf.hold(draft.folder) else {
                throw WorkspaceError.damagedSnapshot(path: draft.folder)
            }
            let place = try shelf.publish(draft.folder)
            return WorkspaceSnapshot(
                folder: place,
                description: description,
                isReused: false,
                use: use
            )
        } catch {
            try? FolderRemoval.remove(draft.folder)
            throw error
        }
    }

    /// Makes folders below the checkout, given by relative paths that git listed.
    func makeFolders(_ paths: [String]) throws(WorkspaceError) {
        let root = try OpenFolder(checkout)
        var cursor = FolderCursor(root: root.descriptor, creating: access)
        for path in paths {
            let made = Array(path.utf8).withUnsafeBytes { cursor.enter($0) }
            guard made >= 0 else { throw .unwritable(path: path, reason: .current) }
        }
    }

    /// Gives the two outermost folders their access.
    private func openFolders() throws(WorkspaceError) {
        for path in [folder + "/lower", checkout] {
            guard access.applyToFolder(named: path, in: AT_FDCWD) else {
                throw .unwritable(path: path, reason: .current)
            }
        }
    }
}
