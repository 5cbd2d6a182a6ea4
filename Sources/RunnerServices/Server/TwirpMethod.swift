/// One method of a Twirp service: JSON in, JSON out, or both in binary form.
///
/// - Source: <https://twitchtv.github.io/twirp/docs/spec_v7.html>
struct TwirpMethod: Sendable {
    private let call: @Sendable (ServiceRequest, JobGrant) async throws -> ServiceResponse

    /// A method; it is given the message, the job that asks, and the address it asks at.
    ///
    /// Without a `shape` it takes JSON alone.
    init<Message: Decodable & Sendable, Answer: Encodable & Sendable>(
        _ shape: ProtocolShape? = nil,
        _ body: @escaping @Sendable (Message, JobGrant, String) async throws -> Answer
    ) {
        call = { request, grant in
            let type = request.header("Content-Type")?.lowercased() ?? ""
            let binary = type.hasPrefix("application/protobuf") ? shape : nil
            var bytes = try await request.body.collect()
            if let binary { bytes = try binary.json(ofRequest: bytes) }
            let message = try ServiceJSON.decode(Message.self, from: bytes)
            let answer = try await body(message, grant, request.origin)
            guard let binary else { return try ServiceResponse(json: answer) }
            return ServiceResponse(
                200,
                headers: [("Content-Type", "application/protobuf")],
                body: .bytes(try binary.bytes(ofAnswer: try ServiceJSON.encode(answer)))
            )
        }
    }

    /// Answers a request.
    func respond(to request: ServiceRequest, for grant: JobGrant) async throws -> ServiceResponse {
        try await call(request, grant)
    }
}
