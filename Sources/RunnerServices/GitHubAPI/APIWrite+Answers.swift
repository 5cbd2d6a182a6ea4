extension APIWrite {
    /// The most bytes of a request of which the report shows the beginning.
    ///
    /// Findings of code scanning are up to 10 MB, in base64.
    private static let bodyLimit = 1 << 24
    /// The most bytes of a request of which the report shows anything.
    private static let quotedLimit = 1 << 16
    /// The most bytes of a file for a release.
    private static let fileLimit = 2 << 30

    /// The route; `number` gives new things their ids, and `releases` and `objects` keep them.
    func route(
        number: @escaping @Sendable () -> Int,
        now: @escaping @Sendable () -> Double,
        releases: MadeReleases,
        objects: MadeObjects,
        permissions: APIScopes
    ) -> APIRoute {
        APIRoute(method, pattern) { call in
            guard scopes.contains(where: call.facts.mayWrite) else {
                throw APIRefusal.notPermitted
            }
            try await check(nil, call, releases)
            let isFile = if case .asset = answer { status == 201 } else { false }
            let (body, shown) = try await content(call, isFile: isFile)
            if !isFile {
                try check(body)
                try await check(body, call, releases)
            }
            await permissions.tellWrite(call, scopes.first ?? "contents")
            await call.remark("it would have \(deed)\(shown); nothing left this machine")
            guard status != 204 else {
                forget(call, in: releases, objects)
                return ServiceResponse(204)
            }
            let made = made(call, body, id: number(), time: Timestamp.text(now()))
            let known = await keep(made, body, call, in: objects)
            return APICall.response(status, keep(known, body, call, in: releases))
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

    /// What kind of thing is found again, and what it belongs to; nil for all others.
    private func kept(
        _ body: APIValue,
        _ call: APICall
    ) async -> (kind: MadeObjects.Kind, subject: String)? {
        func commit(_ name: String?) async -> String {
            await call.git.commit(name ?? "") ?? name ?? ""
        }
        switch pattern {
        case "check-runs", "check-runs/{id}": return (.check, await commit(body["head_sha"].text))
        case "statuses/{sha}": return (.status, await commit(call.values["sha"]))
        case "issues/{number}/comments": return (.comment, call.values["number"] ?? "")
        case "issues/comments/{id}": return (.comment, "")
        case "deployments": return (.deployment, "")
        case "deployments/{id}/statuses": return (.deploymentStatus, call.values["id"] ?? "")
        default: return nil
        }
    }

    /// What the job is told, kept or changed where later requests of the run look for it.
    private func keep(
        _ made: APIValue,
        _ body: APIValue,
        _ call: APICall,
        in objects: MadeObjects
    ) async -> APIValue {
        guard let (kind, subject) = await kept(body, call) else { return made }
        let run = call.grant.job.run
        guard method == "POST" else {
            let id = made["id"].integer ?? 0
            return objects.change(kind, id, settled(body.fields, kind), in: run) ?? made
        }
        let whole = APIValue.object(settled(made.fields, kind))
        objects.keep(whole, kind, of: subject, in: run)
        return whole
    }

    /// What GitHub makes of fields that say less than the whole.
    private func settled(
        _ fields: [String: APIValue],
        _ kind: MadeObjects.Kind
    ) -> [String: APIValue] {
        var fields = fields
        switch kind {
        case .check:
            if fields["conclusion"] != nil { fields["status"] = "completed" }
            guard method == "POST" else { break }
            fields.merge(MadeRoutes.ofChecks) { $1 }
            fields.merge(["status": "queued", "conclusion": .null]) { own, _ in own }
        case .status:
            fields.merge(["context": "default", "description": .null]) { own, _ in own }
        case .deployment:
            fields.merge(["environment": "production", "task": "deploy"]) { own, _ in own }
        case .deploymentStatus, .comment: break
        }
        return fields
    }

    private func forget(
        _ call: APICall,
        in releases: MadeReleases,
        _ objects: MadeObjects
    ) {
        guard let id = call.values["id"].flatMap({ Int($0) }) else { return }
        if pattern == "issues/comments/{id}" {
            objects.remove(.comment, id, in: call.grant.job.run)
        }
        switch answer {
        case .release: releases.remove(id, of: call.grant.job.run)
        case .asset: releases.removeAsset(id, of: call.grant.job.run)
        case .echo, .labels, .site, .nothing: break
        }
    }
}
