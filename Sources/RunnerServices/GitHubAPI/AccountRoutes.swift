/// Who asks, how often it may, and what the server says of itself.
struct AccountRoutes: Sendable {
    /// The time in seconds since 1970.
    let now: @Sendable () -> Double

    /// How many requests a job's token has in an hour at GitHub; none is counted here.
    ///
    /// - Source: <https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api>
    private static let limit = 1000

    /// The routes below the API's own address.
    var routes: [APIRoute] {
        [
            APIRoute("GET", "") { APICall.response(200, addresses($0)) },
            APIRoute("GET", "meta") { _ in
                APICall.response(200, ["verifiable_password_authentication": false])
            },
            APIRoute("GET", "rate_limit") { _ in APICall.response(200, limits) },
            // As for every token of an app's installation.
            APIRoute("GET", "user") { _ in throw APIRefusal.notPermitted },
            APIRoute("GET", "users/{login}") { try await user($0) },
        ]
    }

    private func addresses(_ call: APICall) -> APIValue {
        [
            "current_user_url": .text("\(call.root)/user"),
            "rate_limit_url": .text("\(call.root)/rate_limit"),
            "repository_url": .text("\(call.root)/repos/{owner}/{repo}"),
            "user_url": .text("\(call.root)/users/{user}"),
        ]
    }

    private var limits: APIValue {
        let one: APIValue = [
            "limit": .integer(Self.limit), "used": 0, "remaining": .integer(Self.limit),
            "reset": .integer(Int(now()) + 3600), "resource": "core",
        ]
        return ["resources": ["core": one, "search": one, "graphql": one], "rate": one]
    }

    private func user(_ call: APICall) async throws -> ServiceResponse {
        let login = try call.value("login")
        let owner = call.repository.split(separator: "/").first.map(String.init)
        let known = ["github-actions[bot]", call.facts.github["actor"], owner]
        guard known.contains(login) else {
            throw await call.unknown(because: "only those who take part in the run are known here")
        }
        return APICall.response(200, APIObjects(call).user(login))
    }
}
