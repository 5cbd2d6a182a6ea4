#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension RepositoryStore {
    /// A working tree of a repository with its `.git`, as `actions/checkout` fetches it.
    ///
    /// `ref` is a branch, a tag, a full ref or a commit's whole name; empty for the default branch.
    /// `depth` is the number of commits of its history, 0 for all, of all branches and tags.
    /// Other `hosts` than the run's may be asked, and a `login` through ssh may be used.
    ///
    /// - Returns: the working tree; its `ref` is the full one, empty for a commit by its own name.
    /// - Throws: `RepositoryError`, `WorkspaceError`, `HostProcessError`, `CancellationError`.
    package nonisolated func checkout(
        _ name: RepositoryName,
        ref: String,
        depth: Int,
        from hosts: RepositoryHosts? = nil,
        login: SecureShellLogin? = nil
    ) async throws -> StoredRepository {
        let hosts = hosts ?? self.hosts
        let url = hosts.url(of: name, login: login)
        guard let shelf = RepositoryShelf(root: root, url: url) else {
            throw RepositoryError.unreachable(name, url: url, reason: "the address is too long")
        }
        guard ref.isEmpty || RemoteRefs.isRefName(ref) else {
            throw RepositoryError.noRef(name, ref: ref)
        }
        let note = "checkout \(depth) \(ref)"
        let place: String
        var isFromCache = true
        if isOffline {
            guard let known = shelf.note(note) else {
                throw RepositoryError.offline(name, ref: ref.isEmpty ? "HEAD" : ref)
            }
            try await hold(shelf)
            place = shelf.place(ofCheckout: known)
        } else {
            try prepare()
            let remote = remote(name, ref: ref, url: url, login: login)
            let target = try await target(of: remote, depth: depth)
            try await hold(shelf)
            place = shelf.place(ofCheckout: target.name)
            isFromCache = RepositoryShelf.isComplete(place)
            if !isFromCache {
                let publicURL = hosts.publicURL(of: name)
                try await download(target, remote, shelf, to: place, publicURL: publicURL)
            }
            shelf.note(target.name, under: note)
        }
        // Its time tells when it was last of use.
        utimes(place, nil)
        let record = SmallFile.read(place + "/record").map { String(decoding: $0, as: UTF8.self) }
        let lines = record?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
        guard lines.count == 2, RepositoryShelf.isComplete(place) else {
            throw RepositoryError.offline(name, ref: ref.isEmpty ? "HEAD" : ref)
        }
        return StoredRepository(
            name: name,
            ref: String(lines[1]),
            commit: String(lines[0]),
            folder: place + "/files",
            url: url,
            movedFrom: nil,
            isFromCache: isFromCache,
            droppedLinks: []
        )
    }

    private nonisolated func download(
        _ target: CheckoutDownload.Target,
        _ remote: RemoteGit,
        _ shelf: RepositoryShelf,
        to place: String,
        publicURL: String
    ) async throws {
        try SmallFile.makeFolder(shelf.folder)
        let lock = try await FileLock.acquire(shelf.lock, .exclusive)
        if !RepositoryShelf.isComplete(place) {
            try await CheckoutDownload(
                remote: remote,
                target: target,
                publicURL: publicURL
            ).make(on: shelf, at: place)
        }
        withExtendedLifetime(lock) {}
    }

    /// What a ref names; with depth 0 all refs are asked for, since all are part of the result.
    private nonisolated func target(
        of remote: RemoteGit,
        depth: Int
    ) async throws -> CheckoutDownload.Target {
        let ref = remote.ref
        let isCommit = RemoteRefs.isCommit(ref.lowercased())
        if isCommit, depth > 0 {
            return .init(commit: ref.lowercased(), ref: nil, depth: depth, version: "")
        }
        let patterns = ref.isEmpty ? ["HEAD", "refs/heads/*"] : RemoteRefs.patterns(of: ref)
        let refs = try await remote.refs(depth == 0 ? [] : patterns)
        let version = depth == 0 ? refs.version : ""
        if isCommit {
            return .init(commit: ref.lowercased(), ref: nil, depth: depth, version: version)
        }
        guard let found = refs.checkoutTarget(of: ref) else {
            throw RepositoryError.noRef(remote.name, ref: ref)
        }
        return .init(commit: found.commit, ref: found.ref, depth: depth, version: version)
    }
}
