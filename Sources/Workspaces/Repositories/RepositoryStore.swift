import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Repositories of git hosts, fetched by git and kept by commit.
///
/// One value serves one run: it asks for each branch or tag once, and what several jobs want at
/// the same time is fetched once, also by several processes. A commit that is here is never
/// fetched again. Nothing of the user's git settings counts, no hook runs, nobody is asked.
package actor RepositoryStore {
    /// Where repositories come from.
    package nonisolated let hosts: RepositoryHosts
    /// Whether only what is here is used.
    package nonisolated let isOffline: Bool

    /// The folder of the cache, absolute.
    nonisolated let root: String
    private nonisolated let environment: [String: String]
    private nonisolated let limits: RepositoryLimits
    private var fetches: [Request: Fetch] = [:]
    private nonisolated let holds = Mutex<[String: FileLock]>([:])

    private struct Request: Hashable {
        let url: String
        let ref: String
    }

    private struct Fetch {
        let task: Task<StoredRepository, any Error>
        var waiting: Int
    }

    /// A store below `root`, a folder of the cache that is made when needed.
    ///
    /// Of `environment`, the process's own, `PATH`, proxies and certificate authorities count.
    package init(
        root: String,
        hosts: RepositoryHosts = RepositoryHosts(),
        isOffline: Bool = false,
        environment: [String: String],
        limits: RepositoryLimits = RepositoryLimits()
    ) {
        self.root = root
        self.hosts = hosts
        self.isOffline = isOffline
        self.environment = environment
        self.limits = limits
    }

    /// The files of a repository at a branch, a tag or a commit's whole name.
    ///
    /// Cancelling one of several callers does not disturb the others.
    ///
    /// - Throws: `RepositoryError`, `WorkspaceError`, `HostProcessError`, `CancellationError`.
    package func fetch(_ name: RepositoryName, ref: String) async throws -> StoredRepository {
        let request = Request(url: hosts.url(of: name), ref: ref)
        let task: Task<StoredRepository, any Error>
        if let known = fetches[request] {
            task = known.task
            fetches[request]?.waiting += 1
        } else {
            task = Task { try await stored(name, ref: ref, url: request.url) }
            fetches[request] = Fetch(task: task, waiting: 1)
        }
        do {
            let stored = try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                Task { await self.leave(request, task) }
            }
            return stored
        } catch {
            // The next one who asks tries again.
            if fetches[request]?.task == task { fetches[request] = nil }
            throw error
        }
    }

    /// What is here of a repository at a ref, as it was when it was last fetched; nobody is asked.
    package nonisolated func kept(_ name: RepositoryName, ref: String) -> StoredRepository? {
        let url = hosts.url(of: name)
        guard let shelf = RepositoryShelf(root: root, url: url), RemoteRefs.isRefName(ref) else {
            return nil
        }
        let isCommit = RemoteRefs.isCommit(ref.lowercased())
        guard let commit = isCommit ? ref.lowercased() : shelf.lastCommit(of: ref),
            shelf.has(commit)
        else { return nil }
        return StoredRepository(
            name: name,
            ref: ref,
            commit: commit,
            folder: shelf.place(of: commit) + "/files",
            url: url,
            movedFrom: nil,
            isFromCache: true,
            droppedLinks: shelf.droppedLinks(of: commit)
        )
    }

    private func leave(_ request: Request, _ task: Task<StoredRepository, any Error>) {
        guard let fetch = fetches[request], fetch.task == task else { return }
        fetches[request]?.waiting -= 1
        guard fetch.waiting <= 1 else { return }
        // Whoever asks from now on must not wait for what is being given up.
        fetches[request] = nil
        task.cancel()
    }

    private nonisolated func stored(
        _ name: RepositoryName,
        ref: String,
        url: String
    ) async throws -> StoredRepository {
        guard let shelf = RepositoryShelf(root: root, url: url) else {
            throw RepositoryError.unreachable(name, url: url, reason: "the address is too long")
        }
        guard RemoteRefs.isRefName(ref) else { throw RepositoryError.noRef(name, ref: ref) }
        let remote = remote(name, ref: ref, url: url)
        let last = shelf.lastCommit(of: ref)
        let target = try await target(remote, last: last)
        try await hold(shelf)
        let isFromCache = shelf.has(target.commit)
        if !isFromCache {
            guard !isOffline else { throw RepositoryError.offline(name, ref: ref) }
            try await download(target.commit, from: remote, to: shelf)
        }
        if target.isNamed { shelf.note(target.commit, under: ref) }
        let place = shelf.place(of: target.commit)
        // Its time tells when it was last of use.
        utimes(place, nil)
        return StoredRepository(
            name: name,
            ref: ref,
            commit: target.commit,
            folder: place + "/files",
            url: url,
            movedFrom: target.isTag && last != target.commit ? last : nil,
            isFromCache: isFromCache,
            droppedLinks: shelf.droppedLinks(of: target.commit)
        )
    }

    /// Keeps what is on a shelf, and what will be, for as long as this store is there.
    nonisolated func hold(_ shelf: RepositoryShelf) async throws {
        guard holds.withLock({ $0[shelf.folder] }) == nil else { return }
        try SmallFile.makeFolder(shelf.folder)
        let lock = try await FileLock.acquire(shelf.use, .shared)
        holds.withLock { $0[shelf.folder] = lock }
    }

    /// The git that asks an address for a ref.
    nonisolated func remote(
        _ name: RepositoryName,
        ref: String,
        url: String,
        login: SecureShellLogin? = nil
    ) -> RemoteGit {
        RemoteGit(
            name,
            ref: ref,
            url: url,
            hosts: hosts,
            environment: environment,
            home: root,
            limits: limits,
            login: login
        )
    }

    /// What a ref names.
    private struct Target {
        let commit: String
        var isTag = false
        /// Whether it was not a commit's own name.
        var isNamed = true
    }

    private nonisolated func target(_ remote: RemoteGit, last: String?) async throws -> Target {
        let ref = remote.ref
        if RemoteRefs.isCommit(ref.lowercased()) {
            return Target(commit: ref.lowercased(), isNamed: false)
        }
        if isOffline {
            guard let last else { throw RepositoryError.offline(remote.name, ref: ref) }
            return Target(commit: last)
        }
        try prepare()
        let refs = try await remote.refs(RemoteRefs.patterns(of: ref))
        if let (commit, isTag) = refs.target(of: ref) {
            return Target(commit: commit, isTag: isTag)
        }
        guard RemoteRefs.isShortCommit(ref) else {
            throw RepositoryError.noRef(remote.name, ref: ref)
        }
        let commit = try await remote.refs([]).commit(beginning: ref)
        throw RepositoryError.shortCommit(remote.name, ref: ref, commit: commit)
    }

    private nonisolated func download(
        _ commit: String,
        from remote: RemoteGit,
        to shelf: RepositoryShelf
    ) async throws {
        try prepare()
        try SmallFile.makeFolder(shelf.folder)
        let lock = try await FileLock.acquire(shelf.lock, .exclusive)
        // Another process may have had the lock, and fetched it.
        if !shelf.has(commit) {
            try await CommitDownload(remote: remote, commit: commit, shelf: shelf).make()
        }
        withExtendedLifetime(lock) {}
    }

    /// Makes the folder that is git's home here, with the only settings it gets.
    nonisolated func prepare() throws {
        try SmallFile.makeFolder(root)
        let settings = "[safe]\n\tdirectory = *\n"
        let path = root + "/gitconfig"
        guard SmallFile.read(path) != Array(settings.utf8) else { return }
        try SmallFile.write(settings.utf8, to: path)
    }
}
