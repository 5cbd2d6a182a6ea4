#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What one job was given: its tokens, and what they open.
package struct JobGrant: Sendable {
    /// The job.
    package let job: ServedJob
    /// `ACTIONS_RUNTIME_TOKEN`.
    package let token: String
    /// `ACTIONS_ID_TOKEN_REQUEST_TOKEN`; nil without `id-token: write`.
    package let identityToken: String?
    /// The run's id in the token; every job of a run has the same.
    let runBackend: String
    /// The job's id in the token.
    let jobBackend: String
    /// What tells the job in addresses of GitHub's API; no other job learns it, because the jobs
    /// of a run share one `GITHUB_TOKEN`.
    package let apiKey: String
    /// The password by which git gets to the stand-in of the repository's remote.
    package let gitToken: String

    /// Where GitHub's API answers the job, such as `http://127.0.0.1:4711/api/KEY`.
    package func apiAddress(origin: String) -> String { "\(origin)/api/\(apiKey)" }

    /// How git says who it is: the value of its `Authorization` header.
    package var gitAuthorization: String {
        "basic " + Data("x-access-token:\(gitToken)".utf8).base64EncodedString()
    }

    /// What must not be shown.
    package var secrets: [String] { [token] + (identityToken.map { [$0] } ?? []) }

    /// The variables by which actions find the services at `origin`, such as
    /// `http://127.0.0.1:4711`.
    ///
    /// - Source: actions/runner `ActionRunner`, `NodeScriptActionHandler`,
    ///   `ContainerActionHandler`.
    package func environment(origin: String) -> [(name: String, value: String)] {
        var variables = [
            ("ACTIONS_RUNTIME_URL", "\(origin)/"),
            ("ACTIONS_RUNTIME_TOKEN", token),
            ("ACTIONS_CACHE_URL", "\(origin)/"),
            ("ACTIONS_CACHE_SERVICE_V2", "True"),
            ("ACTIONS_RESULTS_URL", "\(origin)/"),
        ]
        if let identityToken {
            variables += [
                ("ACTIONS_ID_TOKEN_REQUEST_URL", "\(origin)/oidc/\(jobBackend)?api-version=2.0"),
                ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", identityToken),
            ]
        }
        return variables
    }
}
