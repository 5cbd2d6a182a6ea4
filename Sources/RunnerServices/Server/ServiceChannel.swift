import HTTPTypes
import HummingbirdCore
import NIOCore

/// Brings the requests of a connection to the router, and its answers back.
struct ServiceChannel: Sendable {
    /// Who answers.
    let router: ServiceRouter
    /// The time in seconds since 1970.
    let now: @Sendable () -> Double
    /// How much of a file is in memory at once.
    private static let pieceSize = 256 << 10

    /// What Hummingbird runs for each connection.
    var http: HTTP1Channel {
        HTTP1Channel { request, writer, channel in
            guard let body = try await respond(to: request, writer) else { return }
            // Of a connection that goes on, the rest is read where the next request is looked for.
            if request.headers[.connection]?.lowercased() == "close", await !body.drop() {
                channel.close(promise: nil)
            }
        }
    }

    /// Answers a request.
    ///
    /// - Returns: its body; nil when the request was none.
    private func respond(
        to request: Request,
        _ writer: consuming ResponseWriter
    ) async throws -> ServiceBody? {
        let response: ServiceResponse
        var body: ServiceBody?
        do {
            let parsed = try ServiceRequest(request)
            body = parsed.body
            if parsed.expectsContinue {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            response = await router.respond(to: parsed)
        } catch let failure as ServiceFailure {
            response = ServiceResponse(failure)
        }
        try await write(response, isHead: request.method == .head, writer)
        return body
    }

    private func write(
        _ response: ServiceResponse,
        isHead: Bool,
        _ writer: consuming ResponseWriter
    ) async throws {
        var head = HTTPResponse(status: .init(code: response.status))
        for (name, value) in response.headers {
            guard let name = HTTPField.Name(name) else {
                preconditionFailure("header names are tokens")
            }
            head.headerFields[name] = value
        }
        head.headerFields[.date] = Timestamp.http(now())
        head.headerFields[.contentLength] = "\(response.body.count)"
        guard !isHead, response.body.count > 0 else {
            return try await writer.writeResponse(head)
        }
        var body = try await writer.writeHead(head)
        switch response.body {
        case .empty: break
        case .bytes(let bytes): try await body.write(ByteBuffer(bytes: bytes))
        case .file(let blob, let range):
            var offset = range.lowerBound
            while offset < range.upperBound {
                let piece = try Self.piece(of: blob, offset..<range.upperBound)
                offset += piece.readableBytes
                try await body.write(piece)
            }
        }
        try await body.finish(nil)
    }

    /// The next bytes of a file.
    ///
    /// Never inlined: Swift 6.3 crashes where it optimises its errors within an `async` function.
    @inline(never)
    private static func piece(of blob: OpenBlob, _ range: Range<Int>) throws -> ByteBuffer {
        let size = min(pieceSize, range.count)
        var buffer = ByteBuffer()
        let count = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { room in
            try blob.read(
                into: UnsafeMutableRawBufferPointer(rebasing: room[..<size]),
                at: range.lowerBound
            )
        }
        guard count > 0 else { throw ServiceFailure(.internal, "the content became shorter") }
        return buffer
    }
}
