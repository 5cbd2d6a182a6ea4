import RunnerServices
import Synchronization
import Transfers

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A server of its own folders, and a client that speaks to it as actions do.
struct ServiceFixture: Sendable {
    /// A clock that a test sets.
    final class Clock: Sendable {
        private let seconds = Mutex<Double>(1_800_000_000)

        /// Seconds since 1970.
        var now: Double { seconds.withLock { $0 } }

        /// Goes on.
        func advance(by seconds: Double) { self.seconds.withLock { $0 += seconds } }
    }

    let server: RunServer
    let connection: ServiceConnection
    let folder: String
    let clock: Clock

    /// Runs a test with a server that is stopped afterwards.
    static func with(
        folder: String? = nil,
        cacheLimits: CacheStore.Limits = .init(),
        onFullDisk: @escaping @Sendable (RunServer.Kept) async -> Void = { _ in },
        _ body: (ServiceFixture) async throws -> Void
    ) async throws {
        let place =
            folder
            ?? FileManager.default.temporaryDirectory
            .appending(path: "actlocal-services-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let clock = Clock()
        var settings = RunServer.Settings(
            stateFolder: "\(place)/state",
            cacheFolder: "\(place)/cache",
            cacheLimits: cacheLimits,
            now: { clock.now }
        )
        settings.onFullDisk = onFullDisk
        let server = try await RunServer.start(settings)
        let fixture = ServiceFixture(
            server: server,
            connection: ServiceConnection(socket: server.socket),
            folder: place,
            clock: clock
        )
        do {
            try await body(fixture)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
        if folder == nil { try FileManager.default.removeItem(atPath: place) }
    }

    /// Lets a job in.
    func job(
        run: Int = 1,
        key: String = "build",
        scopes: [CacheScope] = [CacheScope("refs/heads/main", isWritable: true)],
        identity: JobClaims? = nil
    ) -> JobClient {
        let grant = server.admit(
            ServedJob(
                run: run,
                key: key,
                repository: "octo/project",
                workflow: "ci",
                cacheScopes: scopes,
                identity: identity
            )
        )
        return JobClient(connection: connection, token: grant.token, admitted: grant)
    }

    /// The cache entries of all repositories, the one used last first.
    var cacheEntries: [CacheStore.Found] { CacheStore(root: "\(folder)/cache/caches").entries() }

    /// Sends a request and reads the whole answer.
    func send(
        _ method: String,
        _ target: String,
        headers: [String: String] = [:],
        body: RequestBody = .none
    ) async throws -> Answer {
        try await connection.send(method, target, headers: headers, body: body)
    }
}

/// A way to a server.
struct ServiceConnection: Sendable {
    private let client: TransferClient

    init(socket: String) {
        client = TransferClient(endpoint: TransferEndpoint(.unix(path: socket)))
    }

    /// Sends a request and reads the whole answer.
    func send(
        _ method: String,
        _ target: String,
        headers: [String: String] = [:],
        body: RequestBody = .none
    ) async throws -> Answer {
        let fields = headers.map { HeaderField($0.key, $0.value) }
        let response = try await client.send(
            TransferRequest(method, target, headers: fields, body: body, timeout: .seconds(60))
        )
        return Answer(
            head: response.head,
            body: try await response.body.collect(upTo: 256 << 20)
        )
    }
}

/// What a server answered.
struct Answer: Sendable {
    let head: ResponseHead
    let body: [UInt8]

    var status: Int { head.status }
    var text: String { String(decoding: body, as: UTF8.self) }
    var isOK: Bool { status == 200 && self["ok"] == "true" }

    /// A field of the JSON in the body, as text.
    subscript(field: String) -> String? {
        let object = try? JSONDecoder().decode([String: Field].self, from: Data(body))
        return object?[field]?.text
    }

    /// The items of a list in the JSON of the body, fields as text.
    func list(_ field: String) -> [[String: String]] {
        struct Ignored: Decodable {}
        let lists = try? JSONDecoder().decode([String: Listing].self, from: Data(body))
        return lists?[field]?.items ?? []
    }

    private struct Listing: Decodable {
        let items: [[String: String]]?

        init(from decoder: any Decoder) throws {
            let items = try? [[String: Field]](from: decoder)
            self.items = items.map { $0.map { $0.compactMapValues(\.text) } }
        }
    }

    private struct Field: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(Bool.self) {
                text = "\(value)"
            } else if let value = try? container.decode(Int.self) {
                text = "\(value)"
            } else {
                text = try? container.decode(String.self)
            }
        }
    }
}
