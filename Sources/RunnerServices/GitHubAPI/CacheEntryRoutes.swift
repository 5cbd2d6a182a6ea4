import Crypto

/// The cache entries of the repository on this machine.
///
/// - Source: <https://docs.github.com/rest/actions/cache>
struct CacheEntryRoutes: Sendable {
    /// Where they are.
    let store: CacheStore

    /// The routes below `repos/{owner}/{repo}`.
    var routes: [APIRoute] {
        [
            APIRoute("GET", "actions/caches") { call in
                call.paged(matching(call).map(describe), in: "actions_caches")
            },
            APIRoute("GET", "actions/cache/usage") { usage($0) },
            APIRoute("DELETE", "actions/caches") { try await removeMatching($0) },
            APIRoute("DELETE", "actions/caches/{id}") { try await remove($0) },
        ]
    }

    private func entries(_ call: APICall) -> [CacheStore.Found] {
        store.entries(repository: call.grant.job.home)
    }

    /// The entries whose key begins as the query says, of the ref that it names.
    private func matching(_ call: APICall) -> [CacheStore.Found] {
        let query = call.request.query
        return entries(call).filter { found in
            found.entry.key.hasPrefix(query["key"] ?? "")
                && (query["ref"] == nil || found.entry.scope == query["ref"])
        }
    }

    /// A number that no other entry has, made of its name.
    private static func id(_ entry: CacheEntry) -> Int {
        var digest = SHA256()
        for part in [entry.repository, entry.version, entry.scope, entry.key.lowercased()] {
            digest.update(data: Array(part.utf8) + [0])
        }
        return digest.finalize().prefix(6).reduce(0) { $0 << 8 | Int($1) }
    }

    private func describe(_ found: CacheStore.Found) -> APIValue {
        let entry = found.entry
        return [
            "id": .integer(Self.id(entry)), "ref": .text(entry.scope), "key": .text(entry.key),
            "version": .text(entry.version), "size_in_bytes": .integer(entry.size),
            "created_at": .text(Timestamp.text(entry.created)),
            "last_accessed_at": .text(Timestamp.text(found.used)),
        ]
    }

    private func usage(_ call: APICall) -> ServiceResponse {
        let entries = entries(call)
        return APICall.response(
            200,
            [
                "full_name": .text(call.repository),
                "active_caches_size_in_bytes": .integer(entries.reduce(0) { $0 + $1.entry.size }),
                "active_caches_count": .integer(entries.count),
            ]
        )
    }

    private func removeMatching(_ call: APICall) async throws -> ServiceResponse {
        guard call.facts.mayWrite("actions") else { throw APIRefusal.notPermitted }
        guard let key = call.request.query["key"] else {
            throw APIRefusal(422, "Invalid request. \"key\" wasn't supplied.")
        }
        let found = matching(call).filter { $0.entry.key == key }
        guard !found.isEmpty else { throw APIRefusal.notFound }
        let store = store
        try await Disk.work { _ = store.remove(found) }
        return call.paged(found.map(describe), in: "actions_caches")
    }

    private func remove(_ call: APICall) async throws -> ServiceResponse {
        guard call.facts.mayWrite("actions") else { throw APIRefusal.notPermitted }
        let id = try call.number("id")
        guard let found = entries(call).first(where: { Self.id($0.entry) == id }) else {
            throw APIRefusal.notFound
        }
        let store = store
        try await Disk.work { _ = store.remove([found]) }
        return ServiceResponse(204)
    }
}
