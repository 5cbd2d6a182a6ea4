/// Saving and restoring of cache entries, whichever of the two protocols asks.
struct CacheService: Sendable {
    /// Where complete entries are.
    let store: CacheStore
    /// Where uploads are until then.
    let uploads: UploadFolder
    /// The signed addresses.
    let links: SignedLinks
    /// What is being saved.
    let reservations: CacheReservations
    /// The time in seconds since 1970.
    let now: @Sendable () -> Double

    /// Why an entry cannot be saved.
    enum Refusal: String {
        /// It is there, and never changes.
        case exists = "cache entry with the same key, version, and scope already exists"
        /// This or another job is saving it.
        case reserved = "cache entry with the same key, version, and scope is being saved"
        /// The job may only read.
        case isReadOnly = "the job may not save caches"
    }

    /// Why an entry of so many bytes cannot be kept; nil for one that can.
    func refusal(ofSize size: Int) -> String? {
        guard size > store.limits.size else { return nil }
        return "a cache entry has at most \(store.limits.size) bytes, not \(size)"
    }

    /// Begins to save an entry.
    func reserve(
        _ key: String,
        _ version: String,
        for grant: JobGrant
    ) throws(ServiceFailure) -> Result<(id: Int, upload: BlobUpload), CacheRefusal> {
        guard let name = try name(key, version, grant) else {
            return .failure(CacheRefusal(.isReadOnly))
        }
        guard !store.contains(name) else { return .failure(CacheRefusal(.exists)) }
        let made = try reservations.reserve(name, for: grant, now: now()) {
            () throws(ServiceFailure) in try uploads.make()
        }
        guard let made else { return .failure(CacheRefusal(.reserved)) }
        return .success((made.id, made.1.upload))
    }

    /// Ends a reservation: the entry is there for all from now on.
    func finish(_ id: Int, size: Int, for grant: JobGrant) async throws {
        guard let reservation = reservations.find(id, of: grant) else {
            throw ServiceFailure(.notFound, "no such cache entry is being saved")
        }
        if let refusal = refusal(ofSize: size) {
            // No upload of this size will ever do.
            reservations.release(id)
            reservation.upload.discard()
            throw ServiceFailure(.tooLarge, refusal)
        }
        let content = try await reservation.upload.seal(size: size)
        let (store, time) = (store, now())
        let isPlaced: Bool
        do {
            try await content.synchronise()
            isPlaced = try await Disk.work {
                try store.place(reservation.upload, content, reservation.key, id: id, now: time)
            }
        } catch {
            reservation.upload.unseal()
            throw error
        }
        reservations.release(id)
        guard isPlaced else {
            reservation.upload.remove()
            throw ServiceFailure(.alreadyExists, Refusal.exists.rawValue)
        }
        _ = try await Disk.work {
            store.remove(store.surplus(repository: reservation.key.repository, now: time))
        }
    }

    /// The number under which this job saves an entry.
    func reservation(
        _ key: String,
        _ version: String,
        of grant: JobGrant
    ) throws(ServiceFailure) -> Int? {
        try name(key, version, grant).flatMap { reservations.find($0, of: grant)?.id }
    }

    /// What is restored for keys, the first of which is the primary one.
    func find(
        _ keys: [String],
        _ version: String,
        for grant: JobGrant
    ) async throws -> CacheStore.Found? {
        guard !keys.isEmpty, keys.count <= 10 else {
            throw ServiceFailure(.invalidArgument, "a cache is asked for by 1 to 10 keys")
        }
        for key in keys { try CacheKey.check(key) }
        let (store, time, job) = (store, now(), grant.job)
        return try await Disk.work {
            let matches = store.matches(
                keys: keys,
                version: version,
                repository: job.home,
                scopes: job.cacheScopes.filter(\.isReadable),
                now: time
            )
            for var found in matches {
                // One that is just being removed is not there any more.
                guard let hold = store.use(found, now: time) else { continue }
                found.hold = hold
                return found
            }
            return nil
        }
    }

    /// A signed address of an entry's content.
    func address(of found: CacheStore.Found, for grant: JobGrant, origin: String) -> String {
        let download = BlobDownload(
            path: found.contentPath,
            contentType: "application/octet-stream",
            fileName: "cache",
            hold: found.hold
        )
        return links.make(.download(download), name: "cache", for: grant, origin: origin)
    }

    private func name(
        _ key: String,
        _ version: String,
        _ grant: JobGrant
    ) throws(ServiceFailure) -> CacheKey? {
        guard let scope = grant.job.cacheScopes.first(where: \.isWritable) else { return nil }
        return try CacheKey(
            repository: grant.job.home,
            scope: scope.ref,
            key: key,
            version: version
        )
    }
}

/// A refusal to save that is no failure of the request.
struct CacheRefusal: Error {
    /// Why.
    let reason: CacheService.Refusal

    /// Refuses for a reason.
    init(_ reason: CacheService.Refusal) {
        self.reason = reason
    }
}
