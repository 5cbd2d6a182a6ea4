/// Finds who answers a request, and who may ask.
struct ServiceRouter: Sendable {
    /// The jobs that are let in.
    let access: AccessTable
    /// The signed addresses.
    let blobs: BlobService
    /// The methods of each Twirp service.
    let services: [String: [String: TwirpMethod]]
    /// The older cache protocol.
    let caches: CacheRoutes
    /// The issuer of identity tokens.
    let identities: IdentityService
    /// GitHub's API.
    let api: GitHubAPI
    /// What git asks of the repository's remote.
    let remotes: RemoteRoutes
    /// Is told of a file that a full disk has no room for.
    let onFullDisk: @Sendable (_ path: String) async -> Void

    /// Answers a request; a refusal is an answer too.
    func respond(to request: ServiceRequest) async -> ServiceResponse {
        do {
            return try await route(request)
        } catch let failure as ServiceFailure {
            if failure.kind == .diskFull, let path = failure.path { await onFullDisk(path) }
            return ServiceResponse(failure)
        } catch {
            return ServiceResponse(ServiceFailure(.internal, "\(error)"))
        }
    }

    private func route(_ request: ServiceRequest) async throws -> ServiceResponse {
        // First, because an owner may have any name.
        if RemoteRoutes.takes(request) { return try await remotes.respond(to: request) }
        return switch request.path.first {
        case "twirp": try await callMethod(request)
        case "api": try await api.respond(to: request)
        case "blobs": try await blobs.respond(to: request)
        case "oidc" where request.method == "GET":
            try await identities.issue(
                to: request,
                access.grant(identityToken: request.bearer)
            )
        case ".well-known" where request.method == "GET":
            try await identities.describe(request)
        case "_apis" where request.path.dropFirst().first == "artifactcache":
            try await caches.respond(
                to: request,
                path: Array(request.path.dropFirst(2)),
                for: access.grant(runtimeToken: request.bearer)
            )
        case "_apis" where request.path.dropFirst().first == "pipelines":
            throw Self.oldArtifacts
        default: throw Self.unknown(request)
        }
    }

    /// What actions older than GitHub's shutdown of their service are told.
    ///
    /// - Source: <https://github.blog/changelog/2024-04-16-deprecation-notice-v3-of-the-artifact-actions/>
    private static let oldArtifacts = ServiceFailure(
        .gone,
        "version 3 of artifacts is shut down, on GitHub too: use actions/upload-artifact@v4 and "
            + "actions/download-artifact@v4 or later ones"
    )

    private func callMethod(_ request: ServiceRequest) async throws -> ServiceResponse {
        let grant = try access.grant(runtimeToken: request.bearer)
        guard request.method == "POST", request.path.count == 3,
            let method = services[request.path[1]]?[request.path[2]]
        else { throw Self.unknown(request) }
        return try await method.respond(to: request, for: grant)
    }

    private static func unknown(_ request: ServiceRequest) -> ServiceFailure {
        let path = "/" + request.path.joined(separator: "/")
        return ServiceFailure(.badRoute, "actlocal does not serve `\(request.method) \(path)`")
    }
}
