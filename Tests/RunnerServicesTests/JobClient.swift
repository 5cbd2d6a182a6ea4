import RunnerServices
import Transfers

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What an action of one job does: it knows only the environment it is given.
struct JobClient: Sendable {
    let connection: ServiceConnection
    let token: String
    /// What the job was given; nil for a job of a server in another process.
    var admitted: JobGrant?

    /// What the job was given by a server of this process.
    var grant: JobGrant {
        guard let admitted else { preconditionFailure("the job is of another process") }
        return admitted
    }

    /// The ids of run and job, read from the token as the official clients do.
    var backendIDs: (run: String, job: String) {
        struct Claims: Decodable { let scp: String }
        let payload = Self.decoded(String(token.split(separator: ".")[1]))
        let claims = try? JSONDecoder().decode(Claims.self, from: Data(payload))
        let scope = claims?.scp.split(separator: ":") ?? []
        return scope.count == 3 && scope[0] == "Actions.Results"
            ? (String(scope[1]), String(scope[2])) : ("", "")
    }

    /// The bytes of a part of a token.
    static func decoded(_ part: String) -> [UInt8] {
        let text = part.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: text + padding).map { [UInt8]($0) } ?? []
    }

    /// Calls a method of a Twirp service with fields that are JSON already.
    func call(
        _ service: String,
        _ method: String,
        _ fields: [String: String],
        token: String? = nil
    ) async throws -> Answer {
        let ids = backendIDs
        var all = fields
        if service == "ArtifactService" {
            all["workflow_run_backend_id"] = all["workflow_run_backend_id"] ?? "\"\(ids.run)\""
            all["workflow_job_run_backend_id"] =
                all["workflow_job_run_backend_id"] ?? "\"\(ids.job)\""
        }
        let json = "{" + all.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
        return try await connection.send(
            "POST",
            "/twirp/github.actions.results.api.v1.\(service)/\(method)",
            headers: [
                "Content-Type": "application/json",
                "Authorization": "Bearer \(token ?? self.token)",
            ],
            body: .bytes(Array(json.utf8))
        )
    }

    /// Calls the artifact service.
    func artifacts(_ method: String, _ fields: [String: String] = [:]) async throws -> Answer {
        try await call("ArtifactService", method, fields)
    }

    /// Uploads an artifact in small blocks, which are sent last first.
    @discardableResult
    func upload(
        _ name: String,
        _ content: [UInt8],
        hash: String? = nil,
        block: Int = 5
    ) async throws -> Answer {
        let created = try await artifacts(
            "CreateArtifact",
            ["name": "\"\(name)\"", "version": "7"]
        )
        guard let address = created["signed_upload_url"] else { return created }
        let target = Self.target(address)
        let starts = stride(from: 0, to: content.count, by: block)
        let cuts = starts.enumerated().map { index, start in
            (
                id: Data("block-\(1_000_000 + index)".utf8).base64EncodedString(),
                bytes: Array(content[start..<min(start + block, content.count)])
            )
        }
        for cut in cuts.reversed() {
            let id = cut.id.replacing("=", with: "%3D")
            let answer = try await connection.send(
                "PUT",
                "\(target)&comp=block&blockid=\(id)",
                body: .bytes(cut.bytes)
            )
            guard answer.status == 201 else { return answer }
        }
        let list = cuts.map { "<Latest>\($0.id)</Latest>" }.joined()
        let committed = try await connection.send(
            "PUT",
            "\(target)&comp=blocklist",
            body: .bytes(Array("<?xml version=\"1.0\"?><BlockList>\(list)</BlockList>".utf8))
        )
        guard committed.status == 201 else { return committed }
        var fields = ["name": "\"\(name)\"", "size": "\"\(content.count)\""]
        if let hash { fields["hash"] = "\"\(hash)\"" }
        return try await artifacts("FinalizeArtifact", fields)
    }

    /// Downloads an artifact as the clients do.
    func download(_ name: String, headers: [String: String] = [:]) async throws -> Answer {
        let signed = try await artifacts("GetSignedArtifactURL", ["name": "\"\(name)\""])
        guard let address = signed["signed_url"] else { return signed }
        return try await connection.send("GET", Self.target(address), headers: headers)
    }

    /// Path and query of an address.
    static func target(_ address: String) -> String {
        let path = address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: true)
        return "/" + path.dropFirst(2).joined(separator: "/")
    }
}
