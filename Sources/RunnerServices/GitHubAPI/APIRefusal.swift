/// A refusal in the form of GitHub's API.
///
/// - Source: <https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api>
struct APIRefusal: Error {
    /// Such as 404.
    let status: Int
    /// What the client's user reads.
    let message: String
    /// What is wrong with fields of the request.
    let errors: [APIValue]

    /// Refuses with a reason.
    init(_ status: Int, _ message: String, errors: [APIValue] = []) {
        self.status = status
        self.message = message
        self.errors = errors
    }

    /// GitHub's answer to a field with a value that it cannot have.
    static func invalid(
        _ field: String,
        _ code: String,
        of resource: String? = nil,
        message: String? = nil
    ) -> APIRefusal {
        var error: [String: APIValue] = ["field": .text(field), "code": .text(code)]
        error["resource"] = resource.map { .text($0) }
        error["message"] = message.map { .text($0) }
        return APIRefusal(422, "Validation Failed", errors: [.object(error)])
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
        var body: [String: APIValue] = [
            "message": .text(message), "documentation_url": "https://docs.github.com/rest",
            "status": .text("\(status)"),
        ]
        if !errors.isEmpty { body["errors"] = .list(errors) }
        return APICall.response(status, .object(body))
    }
}
