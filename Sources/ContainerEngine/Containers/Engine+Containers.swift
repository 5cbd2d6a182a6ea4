import Transfers

extension Engine {
    /// Creates a container and returns its id; nothing runs yet.
    ///
    /// - Throws: `EngineError.notFound(.image, …)` when the image has to be pulled first.
    package func createContainer(_ definition: ContainerDefinition) async throws -> String {
        struct Wire: Decodable {
            var id: String
            enum CodingKeys: String, CodingKey { case id = "Id" }
        }
        let query: QueryString = ["name": definition.name, "platform": definition.platform]
        let subject = EngineConnection.Subject(
            kind: .container,
            name: definition.name ?? definition.image
        )
        let call = try EngineConnection.Call(
            "POST",
            "/containers/create",
            query,
            json: definition.json(),
            about: subject
        )
        return try await connection.value(call, as: Wire.self).id
    }

    /// Starts a container; one that runs already is left alone.
    package func startContainer(_ id: String) async throws {
        try await connection.bytes(
            .init("POST", "\(path(id))/start", about: .container(id))
        )
    }

    /// Asks a container to end and kills it after the time, by default the container's own.
    package func stopContainer(_ id: String, timeoutSeconds: Int? = nil) async throws {
        let query: QueryString = ["t": timeoutSeconds.map { "\($0)" }]
        try await connection.bytes(
            .init("POST", "\(path(id))/stop", query, about: .container(id))
        )
    }

    /// Sends a signal, such as `SIGKILL`, to a container's first process.
    ///
    /// - Throws: `EngineError.inUse` when the container does not run.
    package func killContainer(_ id: String, signal: String = "SIGKILL") async throws {
        try await connection.bytes(
            .init("POST", "\(path(id))/kill", ["signal": signal], about: .container(id))
        )
    }

    /// Waits until a container has ended, and returns its exit status.
    package func waitForContainer(
        _ id: String,
        until condition: WaitCondition = .notRunning
    ) async throws -> Int {
        try await beginWaiting(for: id, until: condition).exitStatus()
    }

    /// Tells the engine what is waited for, and returns once the engine has taken note.
    ///
    /// To miss no end, call it with `.nextExit` before the container is started.
    package func beginWaiting(
        for id: String,
        until condition: WaitCondition
    ) async throws -> PendingExit {
        let query: QueryString = ["condition": condition.rawValue]
        let response = try await connection.open(
            .init("POST", "\(path(id))/wait", query, about: .container(id))
        )
        return PendingExit(
            container: id,
            answer: ByteStream(response.body, endpoint: endpoint)
        )
    }

    /// Removes a container, which is killed when it runs, and its unnamed volumes.
    package func removeContainer(_ id: String) async throws {
        let query: QueryString = ["force": "1", "v": "1"]
        try await connection.bytes(.init("DELETE", path(id), query, about: .container(id)))
    }

    /// Opens a container's standard streams; do it before the start to miss nothing.
    ///
    /// `hasTerminal` says how the container was defined.
    package func attach(
        to id: String,
        input: Bool = true,
        hasTerminal: Bool = false
    ) async throws -> AttachedStream {
        let query: QueryString = [
            "stream": "1", "stdin": input ? "1" : nil, "stdout": "1", "stderr": "1",
        ]
        let stream = try await connection.hijack(
            .init("POST", "\(path(id))/attach", query, about: .container(id))
        )
        return AttachedStream(stream, isMultiplexed: !hasTerminal, endpoint: endpoint)
    }

    /// The path of a container in the API.
    func path(_ id: String) -> String {
        "/containers/\(QueryString.encode(id))"
    }
}
