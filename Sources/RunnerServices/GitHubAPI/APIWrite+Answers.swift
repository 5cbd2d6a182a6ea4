extension APIWrite {
    /// The most bytes of a request of which the report shows the beginning.
    ///
    /// Findings of code scanning are up to 10 MB, in base64.
    private static let bodyLimit = 1 << 24
    /// The most bytes of a request of which the report shows anything.
    private static let quotedLimit = 1 << 16
    /// The most bytes of a file for a release.
    private static let fileLimit = 2 << 30

    /// The route; `number` gives new things their ids, and `releases` keeps those.
    func route(
        number: @escaping @Sendable () -> Int,
        now: @escaping @Sendable () -> Double,
        releases: MadeReleases
    ) -> APIRoute {
        APIRoute(method, pattern) { call in
            guard scopes.contains(where: call.facts.mayWrite) else {
                throw APIRefusal.notPermitted
            }
            let isFile = if case .asset = answer { status == 201 } else { false }
            let (body, shown) = try await content(call, isFile: isFile)
            await call.remark("it would have \(deed)\(shown); nothing left this machine")
            guard status != 204 else {
                forget(call, in: releases)
                return ServiceResponse(204)
            }
            let made = made(call, body, id: number(), time: Timestamp.text(now()))
            return APICall.response(status, keep(made, body, call, in: releases))
        }
    }

    private func content(
        _ call: APICall,
        isFile: Bool
    ) async throws -> (APIValue, shown: String) {
        if isFile {
            let size = try await call.request.body.read(upTo: Self.fileLimit) { _ in }
            let name = call.request.query["name"] ?? ""
            return (
                ["name": .text(name), "size": .integer(size), "state": "uploaded"],
                " (`\(name)`, \(size) bytes)"
            )
        }
        let bytes = try await call.request.body.collect(upTo: Self.bodyLimit)
        guard !bytes.isEmpty else { return ([:], "") }
        return (APIValue(json: bytes), quote(bytes, call))
    }

    /// The beginning of a request; of a cut text a mask may not know the secret.
    private func quote(_ bytes: [UInt8], _ call: APICall) -> String {
        guard bytes.count <= Self.quotedLimit else { return " (\(bytes.count) bytes)" }
        let text = call.facts.mask(String(decoding: bytes, as: UTF8.self))
        return ": `\(text.prefix(300))\(text.count > 300 ? "…" : "")`"
    }

    private func made(
        _ call: APICall,
        _ body: APIValue,
        id: Int,
        time: String
    ) -> APIValue {
        if case .labels = answer {
            let labels = body.items.isEmpty ? body["labels"].items : body.items
            return .list(
                labels.map { ["name": .text($0.text ?? $0["name"].text ?? ""), "color": "ededed"] }
            )
        }
        let place = call.path.dropFirst(3).joined(separator: "/")
        let isNew = method == "POST"
        let own = call.values["id"].flatMap { Int($0) } ?? id
        let number = call.values["number"].flatMap { Int($0) } ?? id
        var fields: [String: APIValue] = [
            "id": .integer(isNew ? id : own), "node_id": .text("ACTLOCAL_\(id)"),
            "url": .text("\(call.base)/\(place)\(isNew ? "/\(id)" : "")"),
            "html_url": .text("\(call.page)/\(place)"), "number": .integer(number),
            "user": APIObjects.bot, "author": APIObjects.bot, "creator": APIObjects.bot,
            "created_at": .text(time), "updated_at": .text(time),
        ]
        switch answer {
        case .release:
            fields.merge(release(call, isNew ? id : own, at: time)) { $1 }
        case .site:
            fields["id"] = .text("\(id)")
            fields["status_url"] = .text("\(call.base)/pages/deployments/\(id)")
            fields["page_url"] = .text(PagesRoutes.address(call))
        case .asset, .echo, .labels, .nothing: break
        }
        return .object(fields.merging(body.fields) { $1 })
    }

    /// What a release has besides what the job said of it.
    private func release(_ call: APICall, _ id: Int, at time: String) -> [String: APIValue] {
        [
            "id": .integer(id),
            "url": .text("\(call.base)/releases/\(id)"),
            "upload_url": .text("\(call.base)/releases/\(id)/assets{?name,label}"),
            "assets_url": .text("\(call.base)/releases/\(id)/assets"),
            "assets": [], "draft": false, "prerelease": false, "published_at": .text(time),
        ]
    }

    /// What the job is told, kept where later requests of the run look for it.
    private func keep(
        _ made: APIValue,
        _ body: APIValue,
        _ call: APICall,
        in releases: MadeReleases
    ) -> APIValue {
        let run = call.grant.job.run
        switch answer {
        case .release:
            let page = "\(call.page)/releases"
            return releases.keep(made, changes: body, of: run, page: page)
        case .asset:
            let id = call.values["id"].flatMap { Int($0) } ?? 0
            let release = releases.all(of: run).first { $0["id"].integer == id } ?? [:]
            let tag = release["tag_name"].text ?? "untagged-\(id)"
            let place = "releases/download/\(tag)/\(made["name"].text ?? "")"
            let asset = made.adding([
                "browser_download_url": .text("\(call.page)/\(place)"),
                "url": .text("\(call.base)/releases/assets/\(made["id"].integer ?? 0)"),
            ])
            releases.add(asset, to: id, of: run)
            return asset
        case .echo, .labels, .site, .nothing: break
        }
        return made
    }

    private func forget(_ call: APICall, in releases: MadeReleases) {
        guard let id = call.values["id"].flatMap({ Int($0) }) else { return }
        switch answer {
        case .release: releases.remove(id, of: call.grant.job.run)
        case .asset: releases.removeAsset(id, of: call.grant.job.run)
        case .echo, .labels, .site, .nothing: break
        }
    }
}
