#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Files, trees and blobs of the repository.
enum ContentRoutes {
    /// The routes below `repos/{owner}/{repo}`.
    static let routes: [APIRoute] = [
        APIRoute("GET", "contents", contents),
        APIRoute("GET", "contents/{path+}", contents),
        APIRoute("GET", "readme", readme),
        APIRoute("GET", "git/trees/{name+}", tree),
        APIRoute("GET", "git/blobs/{sha}", blob),
    ]

    /// The largest file whose bytes stand in an answer of JSON.
    ///
    /// - Source: <https://docs.github.com/rest/repos/contents#get-repository-content>
    private static let inlineLimit = 1 << 20

    /// One entry of a tree.
    private struct Entry {
        let mode: String
        let kind: String
        let sha: String
        let size: Int?
        let path: String
    }

    @Sendable private static func contents(_ call: APICall) async throws -> ServiceResponse {
        try await contents(call, path: call.values["path"] ?? "")
    }

    @Sendable private static func readme(_ call: APICall) async throws -> ServiceResponse {
        let commit = try await call.git.commit(orDefault: call.request.query["ref"])
        let names = ["readme.md", "readme", "readme.rst", "readme.txt"]
        let files = await entries(call, "\(commit):./").filter { $0.kind == "blob" }.map(\.path)
        guard
            let found = names.lazy.compactMap({ name in
                files.first { $0.lowercased() == name }
            }).first
        else { throw APIRefusal.notFound }
        return try await contents(call, path: found)
    }

    private static func contents(
        _ call: APICall,
        path: String
    ) async throws -> ServiceResponse {
        let ref = call.request.query["ref"]
        let commit = try await call.git.commit(orDefault: ref)
        guard let object = await call.git.object("\(commit):./\(path)") else {
            throw APIRefusal.notFound
        }
        let shown = ref ?? call.facts.defaultBranch
        let kind = await call.git.kind(of: object)
        if kind == "tree" { return await folder(call, object, at: path, shown) }
        let place = await entry(call, commit, path)
        if let place, place.mode == "160000" {
            let link = describe(place, at: path, shown, call)
            return APICall.response(200, link.adding(["submodule_git_url": .null]))
        }
        guard let kind, kind == "blob" else { throw APIRefusal.notFound }
        var blob = object
        if let place, place.mode == "120000" {
            guard let target = await target(call, commit, path) else {
                let bytes = await call.git.output(["cat-file", "blob", object]) ?? []
                let link = describe(place, at: path, shown, call)
                return APICall.response(
                    200,
                    link.adding(["target": .text(String(decoding: bytes, as: UTF8.self))])
                )
            }
            blob = target
        }
        guard let bytes = await call.git.output(["cat-file", "blob", blob]) else {
            throw APIRefusal.notFound
        }
        if let type = call.accepted("raw") { return APICall.response(type, bytes) }
        let isInline = bytes.count <= inlineLimit
        let entry = Entry(mode: "", kind: kind, sha: blob, size: bytes.count, path: path)
        return APICall.response(
            200,
            describe(entry, at: path, shown, call).adding([
                "encoding": isInline ? "base64" : "none",
                "content": .text(isInline ? base64(bytes) : ""),
            ])
        )
    }

    /// A folder: its entries, or an object that has them where the client asks for one.
    private static func folder(
        _ call: APICall,
        _ object: String,
        at path: String,
        _ ref: String
    ) async -> ServiceResponse {
        let prefix = path.isEmpty ? "" : "\(path)/"
        let entries = await entries(call, object).map {
            describe($0, at: prefix + $0.path, ref, call)
        }
        guard call.accepts("object") else { return APICall.response(200, .list(entries)) }
        let folder = Entry(mode: "", kind: "tree", sha: object, size: nil, path: path)
        return APICall.response(
            200,
            describe(folder, at: path, ref, call).adding(["entries": .list(entries)])
        )
    }

    /// What the tree of its folder says of a path.
    private static func entry(_ call: APICall, _ commit: String, _ path: String) async -> Entry? {
        let parts = path.split(separator: "/")
        let folder = parts.dropLast().joined(separator: "/")
        guard let name = parts.last,
            let tree = await call.git.object("\(commit):./\(folder)")
        else { return nil }
        return await entries(call, tree).first { $0.path == name }
    }

    /// The file of the repository that a symbolic link leads to; nil where it leads to none.
    private static func target(_ call: APICall, _ commit: String, _ link: String) async -> String? {
        var place = link
        for _ in 0..<8 {
            guard let entry = await entry(call, commit, place), entry.kind == "blob" else {
                return nil
            }
            guard entry.mode == "120000" else { return entry.sha }
            let bytes = await call.git.output(["cat-file", "blob", entry.sha]) ?? []
            let text = String(decoding: bytes, as: UTF8.self)
            var parts = place.split(separator: "/").dropLast().map(String.init)
            guard !text.hasPrefix("/") else { return nil }
            for part in text.split(separator: "/") where part != "." {
                guard part == ".." else {
                    parts.append(String(part))
                    continue
                }
                guard parts.popLast() != nil else { return nil }
            }
            place = parts.joined(separator: "/")
        }
        return nil
    }

    private static func describe(
        _ entry: Entry,
        at path: String,
        _ ref: String,
        _ call: APICall
    ) -> APIValue {
        let kinds = ["blob": "file", "tree": "dir", "commit": "submodule"]
        let escaped = path.split(separator: "/").map { PercentCoding.encoded(String($0)) }
            .joined(separator: "/")
        let place = "\(call.base)/contents/\(escaped)?ref=\(PercentCoding.encoded(ref))"
        let page = "\(call.page)/\(entry.kind)/\(ref)/\(escaped)"
        let git = "\(call.base)/git/\(entry.kind)s/\(entry.sha)"
        return [
            "type": .text(entry.mode == "120000" ? "symlink" : kinds[entry.kind] ?? "file"),
            "name": .text(path.split(separator: "/").last.map(String.init) ?? path),
            "path": .text(path), "sha": .text(entry.sha), "size": .integer(entry.size ?? 0),
            "url": .text(place), "git_url": .text(git), "html_url": .text(page),
            "download_url": .null,
            "_links": ["self": .text(place), "git": .text(git), "html": .text(page)],
        ]
    }

    @Sendable private static func tree(_ call: APICall) async throws -> ServiceResponse {
        let name = try call.value("name")
        var object: String?
        if let commit = await call.git.commit(name) {
            object = await call.git.object("\(commit):./")
        } else if await call.git.kind(of: name) == "tree" {
            object = await call.git.object(name)
        }
        guard let object else { throw APIRefusal.notFound }
        let isRecursive = !["0", "false", nil].contains(call.request.query["recursive"])
        let entries = await entries(call, object, isRecursive: isRecursive)
        return APICall.response(
            200,
            [
                "sha": .text(object), "url": .text("\(call.base)/git/trees/\(object)"),
                "truncated": false,
                "tree": .list(
                    entries.map { entry in
                        var fields: [String: APIValue] = [
                            "path": .text(entry.path), "mode": .text(entry.mode),
                            "type": .text(entry.kind), "sha": .text(entry.sha),
                            "url": .text("\(call.base)/git/\(entry.kind)s/\(entry.sha)"),
                        ]
                        fields["size"] = entry.size.map { .integer($0) }
                        return .object(fields)
                    }
                ),
            ]
        )
    }

    @Sendable private static func blob(_ call: APICall) async throws -> ServiceResponse {
        let sha = try call.value("sha")
        guard await call.git.kind(of: sha) == "blob",
            let bytes = await call.git.output(["cat-file", "blob", sha])
        else { throw APIRefusal.notFound }
        if let type = call.accepted("raw") { return APICall.response(type, bytes) }
        return APICall.response(
            200,
            [
                "sha": .text(sha), "node_id": .text("B_\(sha)"), "size": .integer(bytes.count),
                "url": .text("\(call.base)/git/blobs/\(sha)"), "encoding": "base64",
                "content": .text(base64(bytes)),
            ]
        )
    }

    private static func entries(
        _ call: APICall,
        _ object: String,
        isRecursive: Bool = false
    ) async -> [Entry] {
        let options = isRecursive ? ["-r", "-t"] : []
        let bytes = await call.git.output(
            ["ls-tree", "-z", "--long", "--full-tree"] + options + [object]
        )
        return (bytes ?? []).split(separator: 0).compactMap { line in
            let sides = String(decoding: line, as: UTF8.self).split(separator: "\t", maxSplits: 1)
            let words = sides.first?.split(separator: " ").map(String.init) ?? []
            guard sides.count == 2, words.count == 4 else { return nil }
            return Entry(
                mode: words[0],
                kind: words[1],
                sha: words[2],
                size: Int(words[3]),
                path: String(sides[1])
            )
        }
    }

    /// Base64 in lines of 60, as GitHub sends it.
    private static func base64(_ bytes: [UInt8]) -> String {
        var rest = Data(bytes).base64EncodedString()[...]
        var text = ""
        while !rest.isEmpty {
            text += rest.prefix(60) + "\n"
            rest = rest.dropFirst(60)
        }
        return text
    }
}
