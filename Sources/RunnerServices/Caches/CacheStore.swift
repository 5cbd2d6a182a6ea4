#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The cache entries of all repositories, kept on disk and shared by all runs.
///
/// Shape: `<root>/<repository>/<version>/<name>/` with `content` and `entry.json`, whose time of
/// change is that of the last use; version and name are digests. A folder appears by one rename,
/// so of two runs that save the same entry at once one has it, and goes by one, to a name with a
/// dot before it. Whoever restores an entry has its `entry.json` locked.
package struct CacheStore: Sendable {
    /// When entries go.
    package struct Limits: Sendable {
        /// The bytes that the entries of one repository may have together.
        package var size: Int
        /// Seconds since the last use.
        package var age: Double

        /// GitHub's: 10 GiB and seven days.
        ///
        /// - Source: <https://docs.github.com/actions/reference/dependency-caching-reference>
        package init(size: Int = 10 << 30, age: Double = 7 * 24 * 3600) {
            self.size = size
            self.age = age
        }
    }

    /// An entry, where it is and when it was used.
    package struct Found: Sendable {
        /// What is known of it.
        package let entry: CacheEntry
        /// When it was last saved or restored, in seconds since 1970.
        package let used: Double
        /// Its folder.
        let folder: String
        /// What keeps it from being removed; nil where nothing does.
        var hold: DiskLock?

        /// Where its content is.
        package var contentPath: String { "\(folder)/content" }
    }

    /// The folder, absolute: `caches` in the cache folder.
    package let root: String
    /// When entries go.
    package let limits: Limits

    /// A store in a folder, which is made when needed.
    package init(root: String, limits: Limits = Limits()) {
        self.root = root
        self.limits = limits
    }

    /// The entries of a repository, or of all without one; the one used last comes first.
    package func entries(repository: String? = nil) -> [Found] {
        let repositories = repository.map { [CacheKey.folder($0)] } ?? Disk.names(in: root)
        return repositories.flatMap { repository in
            Disk.names(in: "\(root)/\(repository)").flatMap { version in
                entries(in: "\(root)/\(repository)/\(version)")
            }
        }.sorted { $0.used > $1.used }
    }

    /// The entries that GitHub would restore, the best first.
    ///
    /// In each scope in turn: the key itself, the newest whose key begins with it, and then the
    /// same for each restore key. Case makes no difference. What is too old is as good as removed.
    ///
    /// - Source: <https://docs.github.com/actions/reference/dependency-caching-reference>
    func matches(
        keys: [String],
        version: String,
        repository: String,
        scopes: [CacheScope],
        now: Double
    ) -> [Found] {
        let all = entries(in: "\(root)/\(CacheKey.folder(repository, version))")
            .filter { $0.entry.version == version && $0.entry.repository == repository }
            .filter { now - $0.used <= limits.age }
            .sorted { $0.entry.created > $1.entry.created }
        return scopes.flatMap { scope in
            let own = all.filter { $0.entry.scope == scope.ref }
            return keys.map { $0.lowercased() }.flatMap { key in
                own.filter { $0.entry.key.lowercased() == key }
                    + own.filter { $0.entry.key.lowercased().hasPrefix(key) }
            }
        }
    }

    /// Whether an entry is there.
    func contains(_ key: CacheKey) -> Bool {
        Disk.time(of: "\(root)/\(key.entryFolder)/entry.json") != nil
    }

    /// Makes a complete upload an entry.
    ///
    /// - Returns: false when there is one of this name.
    func place(
        _ upload: BlobUpload,
        _ content: BlobContent,
        _ key: CacheKey,
        id: Int,
        now: Double
    ) throws -> Bool {
        let entry = CacheEntry(
            repository: key.repository,
            key: key.key,
            version: key.version,
            scope: key.scope,
            size: content.size,
            created: now,
            id: id
        )
        _ = try Disk.move(content.path, to: "\(upload.folder)/content")
        upload.clear(keeping: "content")
        try Disk.write(ServiceJSON.encode(entry), to: "\(upload.folder)/entry.json")
        Disk.touch("\(upload.folder)/entry.json", now)
        try Disk.makeFolder("\(root)/\(key.versionFolder)")
        do {
            return try Disk.move(upload.folder, to: "\(root)/\(key.entryFolder)")
        } catch {
            // The last entry of the version may have been removed just now, and its folder with it.
            try Disk.makeFolder("\(root)/\(key.versionFolder)")
            return try Disk.move(upload.folder, to: "\(root)/\(key.entryFolder)")
        }
    }

    /// Notes that an entry is restored, and keeps it from being removed as long as the result is
    /// held; nil when it is being removed.
    func use(_ found: Found, now: Double) -> DiskLock? {
        let path = "\(found.folder)/entry.json"
        guard let lock = DiskLock(ifFree: path, .shared) else { return nil }
        Disk.touch(path, now)
        return lock
    }

    private func entries(in folder: String) -> [Found] {
        Disk.names(in: folder).filter { !$0.hasPrefix(".") }.compactMap { name in
            let place = "\(folder)/\(name)"
            guard let used = Disk.time(of: "\(place)/entry.json"),
                let bytes = Disk.read("\(place)/entry.json"),
                let entry = try? JSONDecoder().decode(CacheEntry.self, from: Data(bytes))
            else { return nil }
            return Found(entry: entry, used: used, folder: place)
        }
    }
}
