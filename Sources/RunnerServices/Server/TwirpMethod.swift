/// One method of a Twirp service: JSON in, JSON out.
///
/// - Source: <https://twitchtv.github.io/twirp/docs/spec_v7.html>
struct TwirpMethod: Sendable {
    private let call: @Sendable (ServiceRequest, JobGrant) async throws -> ServiceResponse

    /// A method; it is given the message, the job that asks, and the address it asks at.
    init<Message: Decodable & Sendable, Answer: Encodable & Sendable>(
        _ body: @escaping @Sendable (Message, JobGrant, String) async throws -> Answer
    ) {
        call = { request, grant in
            let message = try ServiceJSON.decode(
                Message.self,
                from: try await request.body.collect()
            )
            return try ServiceResponse(json: try await body(message, grant, request.origin))
        }
    }

    /// Answers a request.
    func respond(to request: ServiceRequest, for grant: JobGrant) async throws -> ServiceResponse {
        try await call(request, grant)
    }
}
