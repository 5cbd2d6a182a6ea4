/// A refusal in the form of GitHub's API.
///
/// - Source: <https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api>
struct APIRefusal: Error {
    /// Such as 404.
    let status: Int
    /// What the client's user reads.
    let message: String

    /// Refuses with a reason.
    init(_ status: Int, _ message: String) {
        self.status = status
        self.message = message
    }

    /// GitHub's answer for a thing that is not there.
    static let notFound = APIRefusal(404, "Not Found")
    /// GitHub's answer to a token that nobody was given.
    static let badCredentials = APIRefusal(401, "Bad credentials")
    /// GitHub's answer to a request without a token.
    static let noCredentials = APIRefusal(401, "Requires authentication")
    /// GitHub's answer to a token without the permission.
    static let notPermitted = APIRefusal(403, "Resource not accessible by integration")

    /// The answer.
    var response: ServiceResponse {
        APICall.response(
            status,
            [
                "message": .text(message),
                "documentation_url": "https://docs.github.com/rest",
                "status": .text("\(status)"),
            ]
        )
    }
}
