import RunnerServices

/// The cache entries that are kept on this machine, of one repository or of all.
package struct StoredCaches: Sendable {
    /// The entries, the one used last first.
    package let entries: [StoredCacheEntry]
    private let store: CacheStore
    private let home: String?
    private let now: Double

    /// Looks up what a request asks for.
    package static func open(_ request: StoreRequest) async throws(SessionError) -> StoredCaches {
        let store = CacheStore(root: request.machine.cachesFolder)
        let home = try await request.home()
        return StoredCaches(
            entries: store.entries(repository: home).map(StoredCacheEntry.init),
            store: store,
            home: home,
            now: request.now
        )
    }

    /// The entries whose key is this one, else those whose keys begin with it, in any case as the
    /// services look for them; the one saved last comes first.
    ///
    /// With `ref`, full or short, only those of that one are looked at.
    ///
    /// - Throws: `StoreError.unknownEntry`.
    package func named(_ key: String, ref: String?) throws(StoreError) -> [StoredCacheEntry] {
        let choice = entries.filter { ref == nil || $0.isOf(ref) }
            .sorted { $0.created > $1.created }
        let wanted = key.lowercased()
        let exact = choice.filter { $0.key.lowercased() == wanted }
        let found = exact.isEmpty ? choice.filter { $0.key.lowercased().hasPrefix(wanted) } : exact
        guard !found.isEmpty else { throw .unknownEntry(key, known: choice.map(\.key)) }
        return found
    }

    /// What a clearing would remove that leaves nothing unused for longer than `age`, in seconds,
    /// or for as long as usual.
    package func surplus(unusedFor age: Double?) -> [StoredCacheEntry] {
        var limits = store.limits
        if let age { limits.age = min(age, limits.age) }
        return CacheStore(root: store.root, limits: limits).surplus(repository: home, now: now)
            .map(StoredCacheEntry.init)
    }

    /// Removes entries, but none that a run is restoring.
    ///
    /// - Returns: those that are gone.
    package func remove(_ entries: [StoredCacheEntry]) -> [StoredCacheEntry] {
        defer { store.sweep() }
        return store.remove(entries.map(\.found)).map(StoredCacheEntry.init)
    }
}

extension StoredCacheEntry {
    /// Whether it belongs to a ref, which may be a branch's or tag's name alone.
    fileprivate func isOf(_ name: String?) -> Bool {
        ref == name || ref == "refs/heads/\(name ?? "")" || ref == "refs/tags/\(name ?? "")"
    }
}
