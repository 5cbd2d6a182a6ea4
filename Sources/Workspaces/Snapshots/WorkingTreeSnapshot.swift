/// The making of a snapshot of the files as they are now.
///
/// The caller holds the shelf's lock.
struct WorkingTreeSnapshot: Sendable {
    /// The developer's repository.
    let repository: GitRepository
    /// What the snapshot is to hold.
    let facts: SnapshotFacts
    /// Untracked files that it is not to hold.
    let leftOut: Set<String>
    /// Where snapshots of this project are kept.
    let shelf: SnapshotShelf

    /// An earlier snapshot whose files may serve.
    private struct Older {
        let folder: String
        let description: SnapshotDescription
        let record: TreeRecord
    }

    /// Gives an earlier snapshot again when nothing changed, else makes a new one.
    func make() async throws -> WorkspaceSnapshot {
        let began = FileStamp.now()
        let source = try OpenFolder(repository.root)
        async let older = BlockingWork.run { _ in findOlder() }
        let tree = try await scan(source)
        guard let older = try await older else {
            return try await build(
                tree,
                from: source,
                older: nil,
                TreeComparison(count: tree.stamps.count),
                began
            )
        }
        let olderFiles = try OpenFolder("\(older.folder)/lower/\(WorkspaceSnapshot.checkoutName)")
        let comparison = try await BlockingWork.run { _ in
            TreeComparison(
                tree,
                with: older.record,
                source: source.descriptor,
                older: olderFiles.descriptor
            )
        }
        if let snapshot = try reuse(older, for: tree, comparison) { return snapshot }
        return try await build(tree, from: source, older: olderFiles, comparison, began)
    }

    /// The newest snapshot of the same facts, else the newest whose files may be linked.
    private func findOlder() -> Older? {
        let all = shelf.snapshots.compactMap { folder in
            SnapshotDescription(in: folder).map { (folder, $0) }
        }
        let best =
            all.first { $0.1.facts == facts } ?? all.first { facts.sharesFiles(with: $0.1.facts) }
        guard let best, let bytes = SmallFile.read(best.0 + "/record"),
            let record = TreeRecord(decoding: bytes)
        else { return nil }
        return Older(folder: best.0, description: best.1, record: record)
    }

    private func reuse(
        _ older: Older,
        for tree: SourceTree,
        _ comparison: TreeComparison
    ) throws -> WorkspaceSnapshot? {
        var findings = older.description.findings
        findings.largeFilePointers = []
        guard older.description.facts == facts, findings == tree.findings, tree.sparse.isEmpty,
            older.record.paths.count == tree.paths.count,
            comparison.isUnchanged.allSatisfy({ $0 }),
            let use = try shelf.hold(older.folder)
        else { return nil }
        if comparison.comparedBytes {
            let now = FileStamp.now()
            let stamps = tree.stamps.map { stamp in
                var stamp = stamp
                stamp.unsettled = stamp.isFresh(at: now) ? 1 : 0
                return stamp
            }
            let record = TreeRecord(paths: tree.paths, stamps: stamps)
            try SmallFile.replace(record.encoded, at: older.folder + "/record")
        }
        return WorkspaceSnapshot(
            folder: older.folder,
            description: older.description,
            isReused: true,
            use: use
        )
    }

    private func scan(_ source: OpenFolder) async throws -> SourceTree {
        let trusts = repository.layout?.trustsFileMode ?? true
        async let untracked = listUntracked()
        var tree = SourceTree()
        if repository.layout != nil {
            let bytes = try await repository.git.output(
                TreeListing.trackedArguments,
                in: repository.root
            )
            tree = try await SourceTree.scan(
                TreeListing(tracked: bytes),
                below: source,
                trustsFileMode: trusts
            )
        }
        let bytes = try await untracked
        var others = try await SourceTree.scan(
            TreeListing(untracked: bytes, except: leftOut),
            below: source,
            trustsFileMode: true
        )
        if repository.layout != nil {
            others.findings.untrackedCount = others.paths.count
            others.findings.untracked = (0..<min(others.paths.count, 3)).map(others.paths.text)
        }
        tree.append(others)
        return tree
    }

    /// The untracked files; in a folder without git, an empty repository of ours answers.
    private func listUntracked() async throws -> [UInt8] {
        var variables: [String: String] = [:]
        if repository.layout == nil {
            let empty = shelf.folder + "/none.git"
            try GitFolder.makeSkeleton(at: empty, head: .unborn("main"))
            variables = ["GIT_DIR": empty, "GIT_WORK_TREE": repository.root]
        }
        return try await repository.git.output(
            TreeListing.untrackedArguments,
            in: repository.root,
            adding: variables
        )
    }

    private func build(
        _ tree: SourceTree,
        from source: OpenFolder,
        older: OpenFolder?,
        _ comparison: TreeComparison,
        _ began: Int64
    ) async throws -> WorkspaceSnapshot {
        try await SnapshotDraft.complete(on: shelf, facts: facts) { draft in
            let checkout = try OpenFolder(draft.checkout)
            let history = repository.layout.map {
                GitFolder(
                    repository: repository,
                    layout: $0,
                    facts: facts,
                    checkout: draft.checkout
                )
            }
            async let commit: Void? = history?.fetch(sharingWith: shelf)
            let outcomes = try await BlockingWork.halves(of: tree.stamps.count) { range, flag in
                try TreeCopier(
                    source: source.descriptor,
                    target: checkout.descriptor,
                    older: older?.descriptor,
                    access: facts.access,
                    began: began,
                    cancellation: flag
                ).copy(tree, range, isUnchanged: comparison.isUnchanged)
            }
            _ = try await commit
            try draft.makeFolders(tree.findings.submodules)
            try await history?.makeIndex(sparse: tree.sparse)
            return finished(tree, outcomes)
        }
    }

    private func finished(
        _ tree: SourceTree,
        _ outcomes: [TreeCopier.Outcome]
    ) -> SnapshotDraft.Content {
        let stamps = outcomes.flatMap(\.stamps)
        var record = TreeRecord(paths: PathList(), stamps: [])
        record.paths.reserve(count: stamps.count, byteCount: tree.paths.bytes.count)
        for index in stamps.indices where stamps[index].kind != .absent {
            record.paths.append(tree.paths[index])
            record.stamps.append(stamps[index])
        }
        var findings = tree.findings
        findings.largeFilePointers = outcomes.flatMap(\.largeFilePointers)
        return SnapshotDraft.Content(
            record: record,
            findings: findings,
            fileCount: record.stamps.count + tree.sparse.count,
            byteCount: record.stamps.reduce(0) { $0 + Int($1.size) }
        )
    }
}
