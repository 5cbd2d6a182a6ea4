import Transfers

/// Bytes the engine sends, such as a tar archive; the engine waits while nobody reads.
///
/// One reader at a time. Letting go of it before the end closes the connection.
package final class ByteStream: Sendable {
    private let body: ResponseBody
    private let endpoint: EngineEndpoint

    /// Wraps the body of an answer.
    init(_ body: ResponseBody, endpoint: EngineEndpoint) {
        self.body = body
        self.endpoint = endpoint
    }

    /// The next bytes, `nil` at the end.
    ///
    /// - Throws: `EngineError`, `CancellationError`.
    package func next() async throws -> [UInt8]? {
        do {
            return try await body.next()
        } catch {
            throw EngineError.translating(error, endpoint: endpoint)
        }
    }
}
