import Transfers

/// A container engine, Docker or Podman, spoken to over its HTTP API.
///
/// Every method may be called from any number of tasks at once, throws `EngineError` when the
/// engine says no and `CancellationError` when its task is cancelled.
/// Source: <https://docs.docker.com/reference/api/engine/>
package final class Engine: Sendable {
    /// Where the engine was reached.
    package let endpoint: EngineEndpoint
    /// The version both sides speak.
    package let apiVersion: APIVersion
    /// The operating system the engine's containers run on: `linux` or `windows`.
    package let operatingSystem: String
    /// Whether the engine is Podman, whose API follows Docker's.
    package let isPodman: Bool
    /// Requests under the agreed version.
    let connection: EngineConnection

    private init(
        endpoint: EngineEndpoint,
        apiVersion: APIVersion,
        operatingSystem: String,
        isPodman: Bool,
        connection: EngineConnection
    ) {
        self.endpoint = endpoint
        self.apiVersion = apiVersion
        self.operatingSystem = operatingSystem
        self.isPodman = isPodman
        self.connection = connection
    }

    /// How long the engine may take to say that it is there: one that is started by its socket
    /// needs some seconds.
    private static let patience = Duration.seconds(15)
    /// The same behind `ssh`, which itself waits for 30 seconds and then says what is wrong.
    private static let shellPatience = Duration.seconds(45)

    /// Reaches the engine and agrees on a version of the API.
    ///
    /// The engine's own version is used, but none newer than we were written against.
    ///
    /// - Throws: `EngineError.unreachable`, `EngineError.tooOld`.
    package static func connect(to endpoint: EngineEndpoint) async throws -> Engine {
        let client = TransferClient(endpoint: endpoint.transferEndpoint)
        let unversioned = EngineConnection(client: client, endpoint: endpoint, prefix: "")
        var greeting = EngineConnection.Call("GET", "/_ping", about: .container("engine"))
        greeting.timeout = patience
        if case .ssh = endpoint.address { greeting.timeout = shellPatience }
        let answer = try await unversioned.open(greeting)
        _ = try? await answer.body.collect(upTo: 4096)
        guard let offered = answer.head["Api-Version"].flatMap({ APIVersion($0) }) else {
            throw EngineError.unexpectedAnswer(detail: "`/_ping` names no API version")
        }
        guard offered >= APIVersion.oldest else {
            throw EngineError.tooOld(engine: offered, needed: .oldest)
        }
        let version = min(offered, .newest)
        return Engine(
            endpoint: endpoint,
            apiVersion: version,
            operatingSystem: answer.head["OSType"] ?? "linux",
            isPodman: answer.head["Libpod-Api-Version"] != nil,
            connection: EngineConnection(client: client, endpoint: endpoint, prefix: "/v\(version)")
        )
    }
}
