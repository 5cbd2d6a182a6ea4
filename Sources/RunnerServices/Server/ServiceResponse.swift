/// An answer, independent of how it goes over the wire.
struct ServiceResponse: Sendable {
    /// What follows the head.
    enum Body: Sendable {
        /// Nothing.
        case empty
        /// Bytes in memory.
        case bytes([UInt8])
        /// Part of a file, read while it is sent.
        case file(OpenBlob, Range<Int>)

        /// How many bytes it has.
        var count: Int {
            switch self {
            case .empty: 0
            case .bytes(let bytes): bytes.count
            case .file(_, let range): range.count
            }
        }
    }

    /// Such as 200.
    var status: Int
    /// Header lines besides `Content-Length` and `Date`.
    var headers: [(name: String, value: String)]
    /// What follows.
    var body: Body

    /// An answer without content unless told otherwise.
    init(
        _ status: Int,
        headers: [(name: String, value: String)] = [],
        body: Body = .empty
    ) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer in JSON.
    init(_ status: Int = 200, json: some Encodable) throws {
        self.init(
            status,
            headers: [("Content-Type", "application/json")],
            body: .bytes(try ServiceJSON.encode(json))
        )
    }

    /// A refusal, in the form of Twirp's errors with the field of GitHub's API beside it.
    ///
    /// The clients of a service that is gone show no body, but all header lines.
    init(_ failure: ServiceFailure) {
        struct Shape: Encodable {
            let code: String
            let msg: String
            let message: String
        }
        let shape = Shape(
            code: failure.kind.rawValue,
            msg: failure.message,
            message: failure.message
        )
        let reason = failure.kind == .gone ? [("x-actlocal-reason", failure.message)] : []
        self.init(
            failure.kind.status,
            headers: [("Content-Type", "application/json")] + reason,
            body: .bytes(ServiceJSON.bytes(shape))
        )
    }
}
