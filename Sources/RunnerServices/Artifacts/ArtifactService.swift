import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `github.actions.results.api.v1.ArtifactService`: the artifacts of version 4.
///
/// - Source: actions/toolkit `packages/artifact`, whose clients are the judge.
final class ArtifactService: Sendable {
    /// An artifact whose content is still on its way.
    private struct Pending {
        let upload: BlobUpload
        let contentType: String
        let expires: Double
        let jobBackend: String
    }

    private struct Key: Hashable {
        let run: Int
        let name: String
    }

    private struct State {
        var pending: [Key: Pending] = [:]
        var counts: [String: Int] = [:]
        var holds: [Int: DiskLock] = [:]
    }

    /// The most artifacts of one job.
    ///
    /// - Source: actions/upload-artifact, README, "Limitations".
    static let limit = 500

    /// The longest time an artifact is kept, in seconds: 90 days.
    static let retention: Double = 90 * 24 * 3600

    /// Where complete artifacts are.
    let store: ArtifactStore
    private let uploads: UploadFolder
    private let links: SignedLinks
    private let now: @Sendable () -> Double
    private let state = Mutex(State())

    /// A service over a store.
    init(
        store: ArtifactStore,
        uploads: UploadFolder,
        links: SignedLinks,
        now: @escaping @Sendable () -> Double
    ) {
        self.store = store
        self.uploads = uploads
        self.links = links
        self.now = now
    }

    /// The methods by name.
    var methods: [String: TwirpMethod] {
        [
            "CreateArtifact": TwirpMethod { try await self.create($0, $1, $2) },
            "FinalizeArtifact": TwirpMethod { try await self.finalize($0, $1, $2) },
            "ListArtifacts": TwirpMethod { try await self.list($0, $1, $2) },
            "GetSignedArtifactURL": TwirpMethod { try await self.sign($0, $1, $2) },
            "DeleteArtifact": TwirpMethod { try await self.delete($0, $1, $2) },
        ]
    }

    /// Forgets the uploads of a job that has ended.
    func dismiss(_ grant: JobGrant) {
        let left = state.withLock { state in
            let left = state.pending.filter { $0.value.jobBackend == grant.jobBackend }
            state.pending = state.pending.filter { $0.value.jobBackend != grant.jobBackend }
            return left
        }
        left.values.forEach { $0.upload.discard() }
    }

    /// Lets the runs go that artifacts were kept for.
    func close() {
        let holds = state.withLock { state in
            defer { state.holds = [:] }
            return state.holds
        }
        for (run, hold) in holds {
            hold.release()
            store.removeIfEmpty(run: run)
        }
    }

    /// Keeps the artifacts of a run from being pruned while the server runs.
    private func hold(_ run: Int) async throws {
        guard state.withLock({ $0.holds[run] }) == nil else { return }
        let store = store
        let hold = try await Disk.work { try store.hold(run: run) }
        state.withLock { $0.holds[run] = hold }
    }

    private func create(
        _ request: ArtifactMessages.Create,
        _ grant: JobGrant,
        _ origin: String
    ) async throws -> ArtifactMessages.Created {
        try check(request.run, request.job, grant)
        try ArtifactName.check(request.name)
        try await hold(grant.job.run)
        let time = now()
        let expires = request.expires.flatMap(Timestamp.seconds) ?? time + Self.retention
        let upload = try uploads.make()
        let pending = Pending(
            upload: upload,
            contentType: request.contentType ?? "application/zip",
            expires: min(max(expires, time), time + Self.retention),
            jobBackend: grant.jobBackend
        )
        let key = Key(run: grant.job.run, name: request.name)
        do {
            try reserve(key, pending, grant)
        } catch {
            upload.discard()
            throw error
        }
        let name = pending.contentType == "application/zip" ? "\(request.name).zip" : request.name
        return ArtifactMessages.Created(
            address: links.make(.upload(upload), name: name, for: grant, origin: origin)
        )
    }

    private func reserve(
        _ key: Key,
        _ pending: Pending,
        _ grant: JobGrant
    ) throws(ServiceFailure) {
        let replaced = try state.withLock { state throws(ServiceFailure) in
            let other = state.pending[key]
            // Asked here, as what is finished goes from `pending` to the store in between.
            guard entry(key) == nil, other == nil || other?.jobBackend == grant.jobBackend else {
                throw ServiceFailure(
                    .alreadyExists,
                    "an artifact with this name already exists on the workflow run"
                )
            }
            guard state.counts[grant.jobBackend, default: 0] < Self.limit else {
                throw ServiceFailure(
                    .resourceExhausted,
                    "a job has at most \(Self.limit) artifacts"
                )
            }
            state.counts[grant.jobBackend, default: 0] += other == nil ? 1 : 0
            state.pending[key] = pending
            return other
        }
        replaced?.upload.discard()
    }

    private func finalize(
        _ request: ArtifactMessages.Finalize,
        _ grant: JobGrant,
        _ origin: String
    ) async throws -> ArtifactMessages.Changed {
        try check(request.run, request.job, grant)
        let key = Key(run: grant.job.run, name: request.name)
        guard let pending = state.withLock({ $0.pending[key] }),
            pending.jobBackend == grant.jobBackend
        else { throw ServiceFailure(.notFound, "no artifact of this name is being uploaded") }
        let content = try await pending.upload.seal(size: request.size?.value ?? 0)
        do {
            return try await finish(pending, content, request, key, grant)
        } catch {
            pending.upload.unseal()
            throw error
        }
    }

    private func finish(
        _ pending: Pending,
        _ content: BlobContent,
        _ request: ArtifactMessages.Finalize,
        _ key: Key,
        _ grant: JobGrant
    ) async throws -> ArtifactMessages.Changed {
        async let onDisk: Void = content.synchronise()
        let digest = try await BlobDigest.sha256(of: content.path)
        try await onDisk
        if let said = request.hash, said.lowercased() != digest {
            throw ServiceFailure(
                .invalidArgument,
                "the digest of what was uploaded is \(digest), not \(said)"
            )
        }
        let entry = try await place(pending, content, digest, request.name, grant)
        state.withLock { $0.pending[key] = nil }
        return ArtifactMessages.Changed(id: entry.id)
    }

    private func place(
        _ pending: Pending,
        _ content: BlobContent,
        _ digest: String,
        _ name: String,
        _ grant: JobGrant
    ) async throws -> ArtifactEntry {
        let (time, store) = (now(), store)
        return try await Disk.work {
            try store.place(pending.upload, content, first: Int(time * 1_000_000)) { id in
                ArtifactEntry(
                    id: id,
                    run: grant.job.run,
                    workflow: grant.job.workflow,
                    job: grant.job.key,
                    repository: grant.job.repository,
                    home: grant.job.home,
                    name: name,
                    size: content.size,
                    digest: digest,
                    contentType: pending.contentType,
                    created: time,
                    expires: pending.expires,
                    runBackend: grant.runBackend,
                    jobBackend: grant.jobBackend
                )
            }
        }
    }

    private func list(
        _ request: ArtifactMessages.List,
        _ grant: JobGrant,
        _ origin: String
    ) async throws -> ArtifactMessages.Listed {
        try check(request.run, nil, grant)
        let entries = store.entries(run: grant.job.run).filter { entry in
            (request.name == nil || entry.name == request.name)
                && (request.id == nil || entry.id == request.id?.value)
        }
        return ArtifactMessages.Listed(artifacts: entries.map { .init($0) })
    }

    private func sign(
        _ request: ArtifactMessages.Named,
        _ grant: JobGrant,
        _ origin: String
    ) async throws -> ArtifactMessages.Signed {
        try check(request.run, nil, grant)
        let entry = try named(request, grant)
        let name = entry.isArchive ? "\(entry.name).zip" : entry.name
        let download = BlobDownload(
            path: store.contentPath(of: entry),
            contentType: entry.contentType,
            fileName: name
        )
        return ArtifactMessages.Signed(
            address: links.make(.download(download), name: name, for: grant, origin: origin)
        )
    }

    private func delete(
        _ request: ArtifactMessages.Named,
        _ grant: JobGrant,
        _ origin: String
    ) async throws -> ArtifactMessages.Changed {
        try check(request.run, nil, grant)
        let entry = try named(request, grant)
        let store = store
        _ = try await Disk.work { store.discard(entry) }
        return ArtifactMessages.Changed(id: entry.id)
    }

    private func named(
        _ request: ArtifactMessages.Named,
        _ grant: JobGrant
    ) throws(ServiceFailure) -> ArtifactEntry {
        guard let entry = entry(Key(run: grant.job.run, name: request.name)) else {
            throw ServiceFailure(.notFound, "the run has no artifact `\(request.name)`")
        }
        return entry
    }

    private func entry(_ key: Key) -> ArtifactEntry? {
        store.entries(run: key.run).last { $0.name == key.name }
    }

    /// Refuses a request for another run, or in the name of another job.
    private func check(
        _ run: String,
        _ job: String?,
        _ grant: JobGrant
    ) throws(ServiceFailure) {
        guard run == grant.runBackend, job == nil || job == grant.jobBackend else {
            throw ServiceFailure(.permissionDenied, "the token is of another run or job")
        }
    }
}
