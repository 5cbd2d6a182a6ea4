import Transfers

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Requests to one engine under one version of its API, and what its refusals mean.
struct EngineConnection: Sendable {
    /// The connections, shared by all calls.
    let client: TransferClient
    /// Where the engine is, for errors.
    let endpoint: EngineEndpoint
    /// `/v1.41`, empty before the version is agreed.
    let prefix: String

    /// The longest answer that is kept in memory whole.
    private static let longestAnswer = 64 << 20

    /// A request to the engine.
    struct Call: Sendable {
        /// The verb, such as `GET`.
        var method: String
        /// The path below the version, percent-encoded.
        var path: String
        /// What stands behind the question mark.
        var query: QueryString = [:]
        /// Headers besides those of every request.
        var headers: [HeaderField] = []
        /// What is sent along.
        var body: RequestBody = .none
        /// What the call is about, for errors.
        var subject: Subject
        /// The longest the answer may take; nil waits as long as the engine does.
        var timeout: Duration?
    }

    /// The thing a call is about.
    struct Subject: Sendable {
        /// What kind of thing it is.
        var kind: ResourceKind
        /// Its name or id as the caller gave it.
        var name: String

        /// A call about an image.
        static func image(_ name: String) -> Subject { Subject(kind: .image, name: name) }
        /// A call about a container.
        static func container(_ name: String) -> Subject { Subject(kind: .container, name: name) }
        /// A call about a network.
        static func network(_ name: String) -> Subject { Subject(kind: .network, name: name) }
        /// A call about a volume.
        static func volume(_ name: String) -> Subject { Subject(kind: .volume, name: name) }
        /// A call about a process started by exec.
        static func exec(_ name: String) -> Subject { Subject(kind: .exec, name: name) }
    }

    /// Makes a call and returns its answer with the body still on its way.
    ///
    /// - Throws: `EngineError` for a refusal, `CancellationError`.
    func open(_ call: Call) async throws -> TransferResponse {
        let response: TransferResponse
        do {
            response = try await client.send(request(call))
        } catch {
            throw EngineError.translating(error, endpoint: endpoint)
        }
        if (200..<300).contains(response.head.status) || response.head.status == 304 {
            return response
        }
        let body = (try? await response.body.collect(upTo: 1 << 20)) ?? []
        throw EngineError(status: response.head.status, body: body, subject: call.subject)
    }

    /// Makes a call and reads the whole answer.
    @discardableResult
    func bytes(_ call: Call) async throws -> [UInt8] {
        let response = try await open(call)
        do {
            return try await response.body.collect(upTo: Self.longestAnswer)
        } catch {
            throw EngineError.translating(error, endpoint: endpoint)
        }
    }

    /// Makes a call and decodes the answer.
    func value<Value: Decodable>(
        _ call: Call,
        as type: Value.Type = Value.self
    ) async throws -> Value {
        try Self.decode(type, from: try await bytes(call), of: call.path)
    }

    /// Makes a call that turns into a stream of bytes in both directions.
    func hijack(_ call: Call) async throws -> HijackedStream {
        do {
            return try await client.openStream(request(call))
        } catch TransferError.refusedUpgrade(let status, let body) {
            throw EngineError(status: status, body: body, subject: call.subject)
        } catch {
            throw EngineError.translating(error, endpoint: endpoint)
        }
    }

    /// Decodes a JSON document of the engine.
    static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: [UInt8],
        of path: String
    ) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw EngineError.unexpectedAnswer(detail: "`\(path)`: \(error)")
        }
    }

    private func request(_ call: Call) -> TransferRequest {
        TransferRequest(
            call.method,
            prefix + call.path + call.query.text,
            headers: call.headers,
            body: call.body,
            timeout: call.timeout
        )
    }
}

extension EngineConnection.Call {
    /// A call without a body.
    init(
        _ method: String,
        _ path: String,
        _ query: QueryString = [:],
        about subject: EngineConnection.Subject
    ) {
        self.init(method: method, path: path, query: query, subject: subject)
    }

    /// A call whose body is a JSON document.
    init(
        _ method: String,
        _ path: String,
        _ query: QueryString = [:],
        json: JSONValue,
        about subject: EngineConnection.Subject
    ) throws {
        self.init(
            method: method,
            path: path,
            query: query,
            headers: [HeaderField("Content-Type", "application/json")],
            body: .bytes(try json.bytes()),
            subject: subject
        )
    }
}
