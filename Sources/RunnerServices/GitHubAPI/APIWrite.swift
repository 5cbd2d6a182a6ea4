/// Something that a job would change at GitHub: it is told that it did, and the run's report says
/// that it did not.
struct APIWrite: Sendable {
    /// What the job is answered.
    enum Answer: Sendable {
        /// What it sent, with what GitHub adds to a new or changed thing.
        case echo
        /// The labels it sent.
        case labels
        /// A release, whose assets have a place to go to; the run finds it again.
        case release
        /// A file of a release; the run finds it again.
        case asset
        /// A deployment of a site, and where it stands.
        case site
        /// Nothing.
        case nothing
    }

    /// The verb.
    let method: String
    /// The pattern below `repos/{owner}/{repo}`.
    let pattern: String
    /// The permission it takes; either of them.
    let scopes: [String]
    /// What it would have done, after `would have`.
    let deed: String
    /// Such as 201.
    let status: Int
    /// What the job is answered.
    let answer: Answer

    private init(
        _ method: String,
        _ pattern: String,
        _ scopes: [String],
        _ deed: String,
        _ status: Int,
        _ answer: Answer = .echo
    ) {
        self.method = method
        self.pattern = pattern
        self.scopes = scopes
        self.deed = deed
        self.status = status
        self.answer = answer
    }

    private static let talk = ["issues", "pull-requests"]

    /// All that is answered so.
    ///
    /// What a later request would build on, such as a new commit or a
    /// merge, is not among it: a made-up answer would only fail later.
    static let all: [APIWrite] = [
        APIWrite("POST", "issues/{number}/comments", talk, "written a comment", 201),
        APIWrite("PATCH", "issues/comments/{id}", talk, "changed a comment", 200),
        APIWrite("DELETE", "issues/comments/{id}", talk, "removed a comment", 204, .nothing),
        APIWrite("POST", "issues/comments/{id}/reactions", talk, "reacted to a comment", 201),
        APIWrite("POST", "issues/{number}/reactions", talk, "reacted to it", 201),
        APIWrite("POST", "issues", ["issues"], "opened an issue", 201),
        APIWrite("PATCH", "issues/{number}", talk, "changed the issue", 200),
        APIWrite("POST", "issues/{number}/labels", talk, "set labels", 200, .labels),
        APIWrite("PUT", "issues/{number}/labels", talk, "set labels", 200, .labels),
        APIWrite("DELETE", "issues/{number}/labels/{name}", talk, "removed a label", 200, .labels),
        APIWrite("POST", "issues/{number}/assignees", talk, "assigned people", 201),
        APIWrite("POST", "labels", talk, "made a label", 201),
        APIWrite("POST", "pulls", ["pull-requests"], "opened a pull request", 201),
        APIWrite("PATCH", "pulls/{number}", ["pull-requests"], "changed the pull request", 200),
        APIWrite("POST", "pulls/{number}/reviews", ["pull-requests"], "written a review", 200),
        APIWrite("POST", "pulls/{number}/comments", ["pull-requests"], "written a remark", 201),
        APIWrite(
            "POST",
            "pulls/{number}/requested_reviewers",
            ["pull-requests"],
            "asked for a review",
            201
        ),
        APIWrite("POST", "commits/{sha}/comments", ["contents"], "written a comment", 201),
        APIWrite("POST", "check-runs", ["checks"], "begun a check", 201),
        APIWrite("PATCH", "check-runs/{id}", ["checks"], "changed a check", 200),
        APIWrite("POST", "statuses/{sha}", ["statuses"], "set a commit's status", 201),
        APIWrite("POST", "deployments", ["deployments"], "begun a deployment", 201),
        APIWrite(
            "POST",
            "deployments/{id}/statuses",
            ["deployments"],
            "set a deployment's status",
            201
        ),
        APIWrite("POST", "releases", ["contents"], "made a release", 201, .release),
        APIWrite("PATCH", "releases/{id}", ["contents"], "changed a release", 200, .release),
        APIWrite("DELETE", "releases/{id}", ["contents"], "removed a release", 204, .release),
        APIWrite(
            "POST",
            "releases/{id}/assets",
            ["contents"],
            "added a file to a release",
            201,
            .asset
        ),
        APIWrite(
            "DELETE",
            "releases/assets/{id}",
            ["contents"],
            "removed a release's file",
            204,
            .asset
        ),
        APIWrite("POST", "pages/deployments", ["pages"], "deployed the site", 200, .site),
        APIWrite(
            "POST",
            "pages/deployments/{id}/cancel",
            ["pages"],
            "cancelled the site's deployment",
            204,
            .nothing
        ),
        APIWrite(
            "POST",
            "dependency-graph/snapshots",
            ["contents"],
            "submitted dependencies",
            201
        ),
        APIWrite("POST", "code-scanning/sarifs", ["security-events"], "submitted findings", 202),
        // What GitHub's own action for it sends.
        APIWrite("PUT", "code-scanning/analysis", ["security-events"], "submitted findings", 202),
        APIWrite(
            "PUT",
            "code-scanning/analysis/status",
            ["security-events"],
            "told how its analysis goes",
            200
        ),
        APIWrite("POST", "dispatches", ["contents"], "sent an event", 204, .nothing),
        APIWrite(
            "POST",
            "actions/workflows/{id}/dispatches",
            ["actions"],
            "started a workflow",
            204,
            .nothing
        ),
    ]
}
