import Crypto

/// What a cache entry is called: no two entries have the same.
struct CacheKey: Hashable, Sendable {
    /// The repository: its server and name, or its folder.
    let repository: String
    /// The ref it belongs to.
    let scope: String
    /// The key, as it was written.
    let key: String
    /// The client's digest of paths and compression.
    let version: String

    /// A name that was checked.
    ///
    /// - Throws: `ServiceFailure` for a key or version that the official clients do not send.
    /// - Source: actions/toolkit `cache.ts`, `checkKey`.
    init(
        repository: String,
        scope: String,
        key: String,
        version: String
    ) throws(ServiceFailure) {
        try Self.check(key)
        guard !version.isEmpty, version.utf8.count <= 512 else {
            throw ServiceFailure(.invalidArgument, "a cache has a version of at most 512 bytes")
        }
        self.repository = repository
        self.scope = scope
        self.key = key
        self.version = version
    }

    /// Refuses what is no key.
    static func check(_ key: String) throws(ServiceFailure) {
        guard !key.isEmpty else {
            throw ServiceFailure(.invalidArgument, "Key Validation Error: the key is empty.")
        }
        guard key.utf16.count <= 512 else {
            throw ServiceFailure(
                .invalidArgument,
                "Key Validation Error: \(key.prefix(512)) cannot be larger than 512 characters."
            )
        }
        guard !key.contains(",") else {
            throw ServiceFailure(
                .invalidArgument,
                "Key Validation Error: \(key) cannot contain commas."
            )
        }
    }

    /// The folder of everything that has this version, below a store.
    var versionFolder: String { Self.folder(repository, version) }

    /// The folder of the entry, below a store; keys that differ in case alone have the same.
    var entryFolder: String {
        "\(versionFolder)/\(Self.digest([scope, key.lowercased()]))"
    }

    /// The folder of everything of a repository that has a version.
    static func folder(_ repository: String, _ version: String) -> String {
        "\(folder(repository))/\(digest([version]))"
    }

    /// The folder of a repository, such as `github.com%2Fowner%2Fname`.
    static func folder(_ repository: String) -> String {
        let name = PercentCoding.encoded(repository)
        return name.utf8.count <= 200 ? name : "\(name.suffix(160))-\(digest([repository]))"
    }

    private static func digest(_ parts: [String]) -> String {
        var digest = SHA256()
        for part in parts {
            digest.update(data: Array(part.utf8) + [0])
        }
        return RandomText.hexadecimal(digest.finalize().prefix(16))
    }
}
