/// Reads the answer to an upgrade request out of bytes cut anywhere.
///
/// After a head with status 101 or 200 the bytes belong to the stream. Any other status is a
/// refusal, whose body (by length, in chunks or until the end) goes into the error.
struct UpgradeAnswer {
    private var buffer: [UInt8] = []
    private var refusal: ResponseHead?

    /// The head that opened the stream and the first bytes of the stream.
    private(set) var opened: (head: ResponseHead, rest: [UInt8])?

    private static let longestHead = 64 * 1024
    private static let longestBody = 1024 * 1024

    /// Takes the next bytes.
    ///
    /// - Throws: `TransferError.refusedUpgrade` once a refusal is complete.
    mutating func take(_ bytes: some Collection<UInt8>) throws(TransferError) {
        buffer.append(contentsOf: bytes)
        if refusal == nil { try readHead() }
        if let refusal { try readBody(of: refusal) }
    }

    /// Takes the end of the connection, which may be the end of a refusal's body.
    mutating func end() throws(TransferError) {
        guard let refusal else {
            throw .malformedResponse(detail: "the connection ended before the answer's head")
        }
        throw .refusedUpgrade(status: refusal.status, body: buffer)
    }

    private mutating func readHead() throws(TransferError) {
        var parser = ResponseHeadParser()
        var start = buffer.startIndex
        while let newline = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let head = parser.take(buffer[start...newline])
            start = buffer.index(after: newline)
            guard let head else { continue }
            buffer.removeFirst(start)
            if head.status == 101 || head.status == 200 {
                opened = (head, buffer)
            } else {
                refusal = head
            }
            return
        }
        guard buffer.count < Self.longestHead else {
            throw .malformedResponse(detail: "the answer's head does not end")
        }
    }

    private func readBody(of head: ResponseHead) throws(TransferError) {
        let isChunked = head["Transfer-Encoding"]?.lowercased() == "chunked"
        if isChunked {
            if let body = Self.unchunked(buffer) {
                throw .refusedUpgrade(status: head.status, body: body)
            }
        } else if let length = head["Content-Length"].flatMap({ Int($0) }), length >= 0,
            buffer.count >= length
        {
            throw .refusedUpgrade(status: head.status, body: Array(buffer.prefix(length)))
        }
        guard buffer.count < Self.longestBody else {
            throw .bodyTooLarge(limit: Self.longestBody)
        }
    }

    /// The body that complete chunks carry, `nil` while the last one is missing.
    private static func unchunked(_ bytes: [UInt8]) -> [UInt8]? {
        var body: [UInt8] = []
        var rest = bytes[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: rest[..<newline], as: UTF8.self)
            let digits = line.prefix { $0.isHexDigit }
            guard let size = Int(digits, radix: 16) else { return nil }
            if size == 0 { return body }
            rest = rest[rest.index(after: newline)...]
            guard size <= longestBody, rest.count >= size + 2 else { return nil }
            body.append(contentsOf: rest.prefix(size))
            rest = rest.dropFirst(size + 2)
        }
        return nil
    }
}
