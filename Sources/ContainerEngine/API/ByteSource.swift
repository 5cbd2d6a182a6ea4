import Transfers

/// Bytes to be sent to the engine, such as a tar archive.
package enum ByteSource: Sendable {
    /// Bytes already in memory.
    case bytes([UInt8])
    /// Bytes made while they are sent: asked for one piece after another until `nil`.
    case stream(length: Int? = nil, next: @Sendable () async throws -> [UInt8]?)

    /// The same bytes as the body of a request.
    var requestBody: RequestBody {
        switch self {
        case .bytes(let bytes): .bytes(bytes)
        case .stream(let length, let next): .stream(length: length, next: next)
        }
    }
}
