/// The end of a container, which the engine will report.
package struct PendingExit: Sendable {
    private struct Wire: Decodable {
        struct Failure: Decodable {
            var message: String
            enum CodingKeys: String, CodingKey { case message = "Message" }
        }
        var statusCode: Int
        var error: Failure?
        enum CodingKeys: String, CodingKey {
            case statusCode = "StatusCode"
            case error = "Error"
        }
    }

    private let container: String
    private let answer: ByteStream

    /// Takes the answer that the engine has begun.
    init(container: String, answer: ByteStream) {
        self.container = container
        self.answer = answer
    }

    /// The exit status, once the moment has come; to be asked for once.
    ///
    /// - Throws: `EngineError`, `CancellationError`.
    package func exitStatus() async throws -> Int {
        var bytes: [UInt8] = []
        while let piece = try await answer.next() { bytes += piece }
        let wire = try EngineConnection.decode(Wire.self, from: bytes, of: "/containers/wait")
        if let failure = wire.error, !failure.message.isEmpty {
            throw EngineError(
                status: 500,
                message: failure.message,
                subject: .container(container)
            )
        }
        return wire.statusCode
    }
}

/// The moment that is waited for.
package enum WaitCondition: String, Sendable {
    /// The container does not run: at once when it was never started.
    case notRunning = "not-running"
    /// The container ends the next time.
    case nextExit = "next-exit"
    /// The engine has removed it.
    case removed
}
