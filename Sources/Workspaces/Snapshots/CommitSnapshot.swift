/// The making of a snapshot of one commit.
///
/// The caller holds the shelf's lock.
struct CommitSnapshot: Sendable {
    /// The developer's repository.
    let repository: GitRepository
    /// The commit.
    let commit: GitCommit
    /// What the snapshot is to hold.
    let facts: SnapshotFacts
    /// Where snapshots of this project are kept.
    let shelf: SnapshotShelf

    /// Gives an earlier snapshot of the commit again, else makes one.
    func make() async throws -> WorkspaceSnapshot {
        for folder in shelf.snapshots {
            guard let description = SnapshotDescription(in: folder), description.facts == facts,
                let use = try shelf.hold(folder)
            else { continue }
            return WorkspaceSnapshot(
                folder: folder,
                description: description,
                isReused: true,
                use: use
            )
        }
        guard let layout = repository.layout else {
            throw GitError.notARepository(directory: repository.root)
        }
        return try await SnapshotDraft.complete(on: shelf, facts: facts) { draft in
            let git = GitFolder(
                repository: repository,
                layout: layout,
                facts: facts,
                checkout: draft.checkout
            )
            try await git.fetch(sharingWith: shelf)
            let listing = try await git.checkOut()
            let files = try OpenFolder(draft.checkout)
            try await BlockingWork.run { _ in
                try AccessWalk.apply(facts.access, to: draft.checkout)
            }
            var tree = try await SourceTree.scan(listing, below: files, trustsFileMode: true)
            tree.findings.largeFilePointers = try await git.largeFiles()
            return SnapshotDraft.Content(
                record: TreeRecord(paths: PathList(), stamps: []),
                findings: tree.findings,
                fileCount: tree.stamps.count,
                byteCount: tree.stamps.reduce(0) { $0 + Int($1.size) }
            )
        }
    }
}
