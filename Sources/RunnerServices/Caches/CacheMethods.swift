/// `github.actions.results.api.v1.CacheService`: version 2 of the cache protocol.
///
/// - Source: actions/toolkit `packages/cache/src/generated/results/api/v1/cache.ts`.
struct CacheMethods: Sendable {
    /// What saves and restores.
    let caches: CacheService

    /// `CreateCacheEntryRequest` and `FinalizeCacheEntryUploadRequest`.
    struct Save: Decodable {
        /// The entry's key.
        let key: String
        /// The client's digest of paths and compression.
        let version: String
        /// The bytes that were sent.
        let size: ProtocolInteger?

        private enum CodingKeys: String, CodingKey {
            case size = "size_bytes"
            case key, version
        }
    }

    /// `GetCacheEntryDownloadURLRequest`.
    struct Restore: Decodable {
        /// The primary key.
        let key: String
        /// The keys tried after it.
        let others: [String]?
        /// The client's digest of paths and compression.
        let version: String

        private enum CodingKeys: String, CodingKey {
            case others = "restore_keys"
            case key, version
        }
    }

    /// The answer to each of them; what does not apply is left out.
    struct Answer: Encodable {
        /// Whether it was done, or found.
        let ok: Bool
        /// Where the content goes.
        var upload: String?
        /// Where the content is.
        var download: String?
        /// The key of the entry that was found.
        var key: String?
        /// The number of the entry that was saved.
        var id: ProtocolInteger?
        /// Why it was not done.
        var message: String?

        private enum CodingKeys: String, CodingKey {
            case upload = "signed_upload_url"
            case download = "signed_download_url"
            case key = "matched_key"
            case id = "entry_id"
            case ok, message
        }
    }

    private static let creation = ProtocolShape(
        request: [(2, "key", .text), (3, "version", .text)],
        answer: [(1, "ok", .flag), (2, "signed_upload_url", .text), (3, "message", .text)]
    )
    private static let finish = ProtocolShape(
        request: [(2, "key", .text), (3, "size_bytes", .number), (4, "version", .text)],
        answer: [(1, "ok", .flag), (2, "entry_id", .number), (3, "message", .text)]
    )
    private static let search = ProtocolShape(
        request: [(2, "key", .text), (3, "restore_keys", .texts), (4, "version", .text)],
        answer: [(1, "ok", .flag), (2, "signed_download_url", .text), (3, "matched_key", .text)]
    )

    /// The methods by name.
    var methods: [String: TwirpMethod] {
        [
            "CreateCacheEntry": TwirpMethod(Self.creation) { (message: Save, grant, origin) in
                switch try caches.reserve(message.key, message.version, for: grant) {
                case .failure(let refusal):
                    // What clients wait for, or go on without, is told by the status alone.
                    // Source: <https://github.com/tonistiigi/go-actions-cache> `cache_v2.go`
                    guard refusal.reason == .isReadOnly else {
                        throw ServiceFailure(.alreadyExists, refusal.reason.rawValue)
                    }
                    return Answer(ok: false, message: refusal.reason.rawValue)
                case .success((_, let upload)):
                    let address = caches.links.make(
                        .upload(upload),
                        name: "cache",
                        for: grant,
                        origin: origin
                    )
                    return Answer(ok: true, upload: address)
                }
            },
            "FinalizeCacheEntryUpload": TwirpMethod(Self.finish) { (message: Save, grant, _) in
                guard let id = try caches.reservation(message.key, message.version, of: grant)
                else {
                    throw ServiceFailure(.notFound, "no such cache entry is being saved")
                }
                try await caches.finish(id, size: message.size?.value ?? 0, for: grant)
                return Answer(ok: true, id: ProtocolInteger(id))
            },
            "GetCacheEntryDownloadURL": TwirpMethod(Self.search) {
                (message: Restore, grant, origin) in
                let keys = [message.key] + (message.others ?? [])
                guard let found = try await caches.find(keys, message.version, for: grant) else {
                    return Answer(ok: false)
                }
                return Answer(
                    ok: true,
                    download: caches.address(of: found, for: grant, origin: origin),
                    key: found.entry.key
                )
            },
        ]
    }
}
