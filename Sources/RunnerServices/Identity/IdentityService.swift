/// Identity tokens (OIDC) of jobs with `id-token: write`.
///
/// - Source: <https://docs.github.com/actions/reference/security/oidc>; actions/toolkit
///   `core/src/oidc-utils.ts`.
actor IdentityService {
    /// One claim: a text, or a time in seconds since 1970.
    enum Claim: Encodable, Sendable {
        /// A text.
        case text(String)
        /// A time.
        case time(Int)

        /// Writes the bare value.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .time(let time): try container.encode(time)
            }
        }
    }

    private struct Issued: Encodable {
        let count: Int
        let value: String
    }

    private struct Keys: Encodable {
        let keys: [IdentityKey.PublicKey]
    }

    private struct Discovery: Encodable {
        let issuer: String
        let keys: String
        let subjects = ["public", "pairwise"]
        let responses = ["id_token"]
        let algorithms = ["RS256"]
        let scopes = ["openid"]

        private enum CodingKeys: String, CodingKey {
            case keys = "jwks_uri"
            case subjects = "subject_types_supported"
            case responses = "response_types_supported"
            case algorithms = "id_token_signing_alg_values_supported"
            case scopes = "scopes_supported"
            case issuer
        }
    }

    /// How long a token holds, in seconds.
    private static let lifetime = 300

    private let now: @Sendable () -> Double
    private var key: Task<IdentityKey, any Error>?

    /// A service without a key yet.
    init(now: @escaping @Sendable () -> Double) {
        self.now = now
    }

    /// Issues a token to a job, for the audience that the request names.
    func issue(to request: ServiceRequest, _ grant: JobGrant) async throws -> ServiceResponse {
        guard let identity = grant.job.identity, request.path == ["oidc", grant.jobBackend] else {
            throw ServiceFailure(.permissionDenied, "the token is of another job")
        }
        let time = Int(now())
        var claims = identity.claims.mapValues { Claim.text($0) }
        claims["aud"] = .text(request.query["audience"] ?? identity.audience)
        claims["iss"] = .text(identity.issuer)
        claims["jti"] = .text(RandomText.identifier())
        claims["iat"] = .time(time)
        claims["nbf"] = .time(time - 5)
        claims["exp"] = .time(time + Self.lifetime)
        let token = try await signingKey().sign(claims)
        return try ServiceResponse(json: Issued(count: token.utf8.count, value: token))
    }

    /// Answers what a verifier asks, without a token: the issuer's description and its keys.
    func describe(_ request: ServiceRequest) async throws -> ServiceResponse {
        switch request.path.last {
        case "openid-configuration":
            let keys = "\(request.origin)/.well-known/jwks"
            return try ServiceResponse(json: Discovery(issuer: request.origin, keys: keys))
        case "jwks":
            return try ServiceResponse(json: Keys(keys: [try await signingKey().publicKey()]))
        default:
            throw ServiceFailure(.badRoute, "there is nothing at this address")
        }
    }

    private func signingKey() async throws -> IdentityKey {
        let making = key ?? Task { try await Disk.work { try IdentityKey() } }
        key = making
        return try await making.value
    }
}
