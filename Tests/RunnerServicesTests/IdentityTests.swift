import RunnerServices
import Testing
import Transfers

@Suite("Identity tokens")
struct IdentityTests {
    private static let identity = JobClaims(
        claims: ["sub": "repo:octo/project:ref:refs/heads/main", "repository": "octo/project"],
        issuer: "https://issuer.example",
        audience: "https://github.com/octo"
    )

    @Test("a job with the permission gets a token with its claims and the audience it asks for")
    func issue() async throws {
        try await ServiceFixture.with { fixture in
            let job = fixture.job(identity: Self.identity)
            let answer = try await job.identity("&audience=sts.example%2Fa")
            #expect(answer.status == 200)
            let token = (answer["value"] ?? "").split(separator: ".").map(String.init)
            #expect(token.count == 3)
            let header = Answer(head: answer.head, body: JobClient.decoded(token[0]))
            #expect(header["alg"] == "RS256")
            let claims = Answer(head: answer.head, body: JobClient.decoded(token[1]))
            #expect(claims["sub"] == "repo:octo/project:ref:refs/heads/main")
            #expect(claims["aud"] == "sts.example/a")
            #expect(claims["iss"] == "https://issuer.example")
            #expect(claims["exp"] == "1800000300")
            let keys = try await fixture.send("GET", "/.well-known/jwks").list("keys")
            #expect(keys.map { $0["kid"] } == [header["kid"]])
            #expect(keys.first?["e"] == "AQAB")
        }
    }

    @Test("a job without the permission, and a token of another kind or job, get none")
    func refusals() async throws {
        try await ServiceFixture.with { fixture in
            let plain = fixture.job()
            #expect(
                plain.grant.environment(origin: "x").allSatisfy { !$0.name.contains("ID_TOKEN") }
            )
            let one = fixture.job(identity: Self.identity)
            let other = fixture.job(key: "other", identity: Self.identity)
            for token in [one.grant.token, plain.grant.token, "", "x"] {
                let answer = try await one.identity("", token: token)
                #expect(answer.status == 401)
            }
            let crossed = try await one.identity("", token: other.grant.identityToken)
            #expect(crossed.status == 403)
        }
    }
}

extension JobClient {
    /// Asks for an identity token at the address in the environment.
    func identity(_ query: String, token: String? = nil) async throws -> Answer {
        let variables = grant.environment(origin: "http://x")
        let address = variables.first { $0.name == "ACTIONS_ID_TOKEN_REQUEST_URL" }?.value ?? ""
        return try await connection.send(
            "GET",
            Self.target(address) + query,
            headers: ["Authorization": "Bearer \(token ?? grant.identityToken ?? "")"]
        )
    }
}
