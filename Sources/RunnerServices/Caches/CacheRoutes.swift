/// Version 1 of the cache protocol: `_apis/artifactcache/…`.
///
/// - Source: actions/toolkit `packages/cache/src/internal/cacheHttpClient.ts`.
struct CacheRoutes: Sendable {
    /// What saves and restores.
    let caches: CacheService

    private struct Reserve: Decodable {
        let key: String
        let version: String
        let cacheSize: Int?
    }

    private struct Reserved: Encodable {
        let cacheId: Int
    }

    private struct Commit: Decodable {
        let size: Int
    }

    private struct Hit: Encodable {
        let cacheKey: String
        let scope: String
        let cacheVersion: String
        let creationTime: String
        var archiveLocation: String?
    }

    private struct Listing: Encodable {
        let totalCount: Int
        let artifactCaches: [Hit]
    }

    /// Answers a request; `path` is what follows `_apis/artifactcache`.
    func respond(
        to request: ServiceRequest,
        path: [String],
        for grant: JobGrant
    ) async throws -> ServiceResponse {
        switch (request.method, path.first, path.count) {
        case ("GET", "cache", 1): return try await find(request, grant)
        case ("GET", "caches", 1): return try list(request, grant)
        case ("POST", "caches", 1): return try await reserve(request, grant)
        case ("PATCH", "caches", 2):
            let (id, upload) = try reservation(path[1], grant)
            let range = try Self.range(request.header("Content-Range"))
            guard range.upperBound <= BlobUpload.limit else {
                throw ServiceFailure(.tooLarge, "cache entry \(id) would be too large")
            }
            try await upload.put(request.body, at: range.lowerBound, length: range.count)
            return ServiceResponse(204)
        case ("POST", "caches", 2):
            let commit: Commit = try ServiceJSON.decode(from: try await request.body.collect())
            let (id, _) = try reservation(path[1], grant)
            try await caches.finish(id, size: commit.size, for: grant)
            return ServiceResponse(204)
        default:
            throw ServiceFailure(.badRoute, "the cache service has no such address")
        }
    }

    private func find(
        _ request: ServiceRequest,
        _ grant: JobGrant
    ) async throws -> ServiceResponse {
        let keys = (request.query["keys"] ?? "").split(separator: ",").map(String.init)
        let version = request.query["version"] ?? ""
        guard let found = try await caches.find(keys, version, for: grant) else {
            return ServiceResponse(204)
        }
        var hit = Self.hit(found.entry)
        hit.archiveLocation = caches.address(of: found, for: grant, origin: request.origin)
        return try ServiceResponse(json: hit)
    }

    private func list(_ request: ServiceRequest, _ grant: JobGrant) throws -> ServiceResponse {
        let key = (request.query["key"] ?? "").lowercased()
        let refs = Set(grant.job.cacheScopes.map(\.ref))
        let hits = caches.store.entries(repository: grant.job.home).map(\.entry).filter {
            refs.contains($0.scope) && $0.key.lowercased().hasPrefix(key)
        }.map(Self.hit)
        return try ServiceResponse(json: Listing(totalCount: hits.count, artifactCaches: hits))
    }

    private func reserve(
        _ request: ServiceRequest,
        _ grant: JobGrant
    ) async throws -> ServiceResponse {
        let wanted: Reserve = try ServiceJSON.decode(from: try await request.body.collect())
        if let size = wanted.cacheSize, let refusal = caches.refusal(ofSize: size) {
            throw ServiceFailure(.invalidArgument, refusal)
        }
        switch try caches.reserve(wanted.key, wanted.version, for: grant) {
        case .failure(let refusal):
            throw ServiceFailure(.alreadyExists, refusal.reason.rawValue)
        case .success((let id, _)):
            return try ServiceResponse(201, json: Reserved(cacheId: id))
        }
    }

    private func reservation(
        _ text: String,
        _ grant: JobGrant
    ) throws(ServiceFailure) -> (Int, BlobUpload) {
        guard let id = Int(text), let found = caches.reservations.find(id, of: grant) else {
            throw ServiceFailure(.notFound, "no such cache entry is being saved")
        }
        return (id, found.upload)
    }

    private static func hit(_ entry: CacheEntry) -> Hit {
        Hit(
            cacheKey: entry.key,
            scope: entry.scope,
            cacheVersion: entry.version,
            creationTime: Timestamp.text(entry.created)
        )
    }

    /// The range of `bytes 0-99/*`.
    private static func range(_ header: String?) throws(ServiceFailure) -> Range<Int> {
        let text = (header ?? "").split(separator: "/")[...].first ?? ""
        let sides = text.hasPrefix("bytes ") ? text.dropFirst(6).split(separator: "-") : []
        guard sides.count == 2, let first = Int(sides[0]), let last = Int(sides[1]),
            first >= 0, last >= first, last < Int.max
        else { throw ServiceFailure(.malformed, "the chunk has no `Content-Range`") }
        return first..<last + 1
    }
}
