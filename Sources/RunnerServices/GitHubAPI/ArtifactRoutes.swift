/// The artifacts of all runs of the repository on this machine.
///
/// - Source: <https://docs.github.com/rest/actions/artifacts>
struct ArtifactRoutes: Sendable {
    /// Where they are.
    let store: ArtifactStore
    /// The signed addresses.
    let links: SignedLinks
    /// The time in seconds since 1970.
    let now: @Sendable () -> Double

    /// The routes below `repos/{owner}/{repo}`.
    var routes: [APIRoute] {
        [
            APIRoute("GET", "actions/artifacts") { list($0, run: nil) },
            APIRoute("GET", "actions/runs/{run}/artifacts") { list($0, run: try $0.number("run")) },
            APIRoute("GET", "actions/artifacts/{id}") {
                APICall.response(200, describe(try entry($0), $0))
            },
            APIRoute("GET", "actions/artifacts/{id}/zip") { try archive($0) },
            APIRoute("DELETE", "actions/artifacts/{id}") { try await remove($0) },
        ]
    }

    private func entries(_ call: APICall, run: Int?) -> [ArtifactEntry] {
        store.entries(run: run).filter { $0.home == call.grant.job.home }
    }

    private func entry(_ call: APICall) throws(APIRefusal) -> ArtifactEntry {
        let id = try call.number("id")
        guard let entry = entries(call, run: nil).first(where: { $0.id == id }) else {
            throw .notFound
        }
        return entry
    }

    private func list(_ call: APICall, run: Int?) -> ServiceResponse {
        let name = call.request.query["name"]
        let entries = entries(call, run: run).filter { name == nil || $0.name == name }
        return call.paged(entries.reversed().map { describe($0, call) }, in: "artifacts")
    }

    private func describe(_ entry: ArtifactEntry, _ call: APICall) -> APIValue {
        let isOwn = entry.run == call.grant.job.run
        let address = "\(call.base)/actions/artifacts/\(entry.id)"
        let github = call.facts.github
        return [
            "id": .integer(entry.id), "node_id": .text("A_\(entry.id)"),
            "name": .text(entry.name), "size_in_bytes": .integer(entry.size),
            "url": .text(address), "archive_download_url": .text("\(address)/zip"),
            "expired": .boolean(entry.expires <= now()), "digest": .text(entry.digest),
            "created_at": .text(Timestamp.text(entry.created)),
            "updated_at": .text(Timestamp.text(entry.created)),
            "expires_at": .text(Timestamp.text(entry.expires)),
            "workflow_run": [
                "id": .integer(entry.run), "repository_id": 1, "head_repository_id": 1,
                "head_branch": .optional(isOwn ? github["ref_name"] : nil),
                "head_sha": .optional(isOwn ? github["sha"] : nil),
            ],
        ]
    }

    private func archive(_ call: APICall) throws -> ServiceResponse {
        let entry = try entry(call)
        guard entry.expires > now() else { throw APIRefusal(410, "Artifact has expired") }
        let name = entry.isArchive ? "\(entry.name).zip" : entry.name
        let download = BlobDownload(
            path: store.contentPath(of: entry),
            contentType: entry.contentType,
            fileName: name,
            hold: try store.hold(run: entry.run)
        )
        let address = links.make(
            .download(download),
            name: name,
            for: call.grant,
            origin: call.request.origin
        )
        return ServiceResponse(302, headers: [("Location", address)])
    }

    private func remove(_ call: APICall) async throws -> ServiceResponse {
        guard call.facts.mayWrite("actions") else { throw APIRefusal.notPermitted }
        let (entry, store) = (try entry(call), store)
        // As on GitHub: who was given its address finds it gone, who reads it reads on.
        _ = try await Disk.work { store.discard(entry) }
        return ServiceResponse(204)
    }
}
