/// GitHub Pages: a site that is taken to be switched on, and deployments that go nowhere.
///
/// - Source: <https://docs.github.com/rest/pages/pages>
enum PagesRoutes {
    /// The routes below `repos/{owner}/{repo}`; what changes something is among `APIWrite`.
    static let routes: [APIRoute] = [
        APIRoute("GET", "pages", site),
        APIRoute("GET", "pages/deployments/{id}") { call in
            await call.remark("taken to have succeeded")
            return APICall.response(200, ["status": "succeed"])
        },
    ]

    @Sendable private static func site(_ call: APICall) async -> ServiceResponse {
        let address = address(call)
        await call.remark("taken to be switched on and built by workflows, at \(address)")
        return APICall.response(
            200,
            [
                "url": .text("\(call.base)/pages"), "html_url": .text(address),
                "status": "built", "build_type": "workflow", "cname": .null, "custom_404": false,
                "source": ["branch": .text(call.facts.defaultBranch), "path": "/"],
                "public": true, "https_enforced": true,
            ]
        )
    }

    /// Where GitHub shows a repository's site that has no domain of its own.
    ///
    /// - Source: <https://docs.github.com/pages/getting-started-with-github-pages>
    static func address(_ call: APICall) -> String {
        let parts = call.repository.split(separator: "/", maxSplits: 1).map(String.init)
        let host = "\((parts.first ?? "").lowercased()).github.io"
        let name = parts.last ?? ""
        return "https://\(host)/" + (name.lowercased() == host ? "" : "\(name)/")
    }
}
