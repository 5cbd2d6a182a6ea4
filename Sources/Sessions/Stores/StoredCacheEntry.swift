import RunnerServices

/// One cache entry that is kept on this machine.
package struct StoredCacheEntry: Sendable {
    /// The key it was saved under.
    package let key: String
    /// The client's digest of paths and compression.
    package let version: String
    /// The ref it belongs to, such as `refs/heads/main`.
    package let ref: String
    /// The repository: its server and name, or its folder.
    package let repository: String
    /// The bytes of its content.
    package let size: Int
    /// When it was complete, in seconds since 1970.
    package let created: Double
    /// When it was last saved or restored, in seconds since 1970.
    package let used: Double
    /// Its files.
    package let files: StoredFiles
    /// What the store knows of it.
    let found: CacheStore.Found

    /// Shows an entry of a store.
    init(_ found: CacheStore.Found) {
        self.found = found
        key = found.entry.key
        version = found.entry.version
        ref = found.entry.scope
        repository = found.entry.repository
        size = found.entry.size
        created = found.entry.created
        used = found.used
        files = StoredFiles(name: found.entry.key, path: found.contentPath, form: .cache)
    }
}
