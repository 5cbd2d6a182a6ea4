#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The snapshots of all projects, in a cache folder that may be removed at any time no run is on.
///
/// Several processes may use one store at once.
package struct SnapshotStore: Sendable {
    /// The folder, such as `~/.cache/actlocal/snapshots`.
    package let root: String

    /// A store in a folder that is made when needed.
    package init(root: String) {
        self.root = root
    }

    /// The project's files as a job's checkout is to find them.
    ///
    /// An earlier snapshot is given again when nothing changed. Else unchanged files are linked
    /// from the last one, and only changed files are copied. The developer's folder is only read.
    ///
    /// - Throws: `WorkspaceError`, `GitError`, `HostProcessError`, or `CancellationError`.
    package func snapshot(
        of repository: GitRepository,
        selecting selection: SnapshotSelection,
        options: SnapshotOptions = SnapshotOptions()
    ) async throws -> WorkspaceSnapshot {
        if repository.layout == nil, selection != .workingTree {
            throw GitError.notARepository(directory: repository.root)
        }
        let shelf = try SnapshotShelf(store: root, root: repository.root)
        let lock = try await FileLock.acquire(shelf.lock, .exclusive)
        // Its time tells when the project was last run.
        utimes(shelf.lock, nil)
        let snapshot: WorkspaceSnapshot
        switch selection {
        case .workingTree:
            let facts = try await SnapshotFacts(workingTreeOf: repository, options: options)
            snapshot = try await WorkingTreeSnapshot(
                repository: repository,
                facts: facts,
                leftOut: options.leftOut,
                shelf: shelf
            ).make()
        case .commit(let name):
            let commit = try await repository.commit(named: name)
            let facts = try await SnapshotFacts(
                commit: commit,
                named: name,
                of: repository,
                options: options
            )
            snapshot = try await CommitSnapshot(
                repository: repository,
                commit: commit,
                facts: facts,
                shelf: shelf
            ).make()
        }
        let retired = snapshot.isReused ? [] : try shelf.retire(keeping: Self.limit)
        withExtendedLifetime(lock) {}
        if !retired.isEmpty {
            // Nobody waits for this; when we end first, the next run finds the rest.
            Task(priority: .background) {
                try await BlockingWork.run { _ in
                    for folder in retired { try FolderRemoval.remove(folder) }
                }
            }
        }
        return snapshot
    }

    /// Removes old snapshots of all projects that no run uses, and what killed runs left.
    ///
    /// - Parameter count: How many of the newest stay per project.
    /// - Throws: `WorkspaceError.notRemovable` when something could not go.
    package func prune(keeping count: Int = 3) async throws {
        for name in SmallFile.names(in: root) {
            let shelf = SnapshotShelf(folder: "\(root)/\(name)")
            let lock = try await FileLock.acquire(shelf.lock, .exclusive)
            let retired = try shelf.retire(keeping: count)
            withExtendedLifetime(lock) {}
            try await BlockingWork.run { _ in
                for folder in retired { try FolderRemoval.remove(folder) }
            }
        }
    }

    /// How many snapshots of one project are kept before `prune` is called.
    private static let limit = 6
}

extension SnapshotFacts {
    /// The facts of a project's files as they are now.
    init(workingTreeOf repository: GitRepository, options: SnapshotOptions) async throws {
        self.init(
            root: repository.root,
            prefix: repository.layout?.prefix ?? "",
            commit: nil,
            sha: repository.sha,
            head: repository.head,
            remote: repository.remote,
            fetchDepth: options.fetchDepth,
            refs: try await repository.refsDigest(forDepth: options.fetchDepth),
            tags: try await repository.tagObjects(options.tag, at: repository.head),
            access: options.access,
            boot: MachineBoot.id
        )
    }

    /// The facts of a commit's files; `HEAD` is on the branch, or at the tag, that `name` is.
    init(
        commit: GitCommit,
        named name: String,
        of repository: GitRepository,
        options: SnapshotOptions
    ) async throws {
        let head = try await repository.head(named: name)
        self.init(
            root: repository.root,
            prefix: repository.layout?.prefix ?? "",
            commit: commit.sha,
            sha: commit.sha,
            head: head,
            remote: repository.remote,
            fetchDepth: options.fetchDepth,
            refs: try await repository.refsDigest(forDepth: options.fetchDepth),
            tags: try await repository.tagObjects(options.tag, at: head),
            access: options.access,
            boot: MachineBoot.id
        )
    }
}
