import Transfers

/// A process to be started in a container that runs.
package struct ExecDefinition: Sendable, Hashable {
    /// The program and its arguments.
    package var arguments: [String]
    /// `NAME=value`, on top of the container's environment.
    package var environment: [String] = []
    /// `nil` is the container's.
    package var user: String?
    /// `nil` is the container's.
    package var workingDirectory: String?
    /// Whether it reads what is sent over the stream.
    package var attachesInput = false
    /// Whether it gets a terminal: one raw stream instead of two marked ones.
    package var hasTerminal = false
    /// Whether it gets nearly all rights of the machine.
    package var isPrivileged = false

    /// A process that is all defaults but its arguments.
    package init(_ arguments: [String]) {
        self.arguments = arguments
    }

    fileprivate func json() -> JSONValue {
        var body: [String: JSONValue] = [
            "Cmd": .strings(arguments),
            "Env": .strings(environment),
            "AttachStdin": .boolean(attachesInput),
            "AttachStdout": true,
            "AttachStderr": true,
            "Tty": .boolean(hasTerminal),
            "Privileged": .boolean(isPrivileged),
        ]
        body["User"] = user.map { .string($0) }
        body["WorkingDir"] = workingDirectory.map { .string($0) }
        return .object(body)
    }
}

/// Where a process started by exec is in its life.
package struct ExecState: Sendable, Hashable, Decodable {
    /// Whether it runs now.
    package var isRunning: Bool
    /// `nil` while it runs.
    package var exitStatus: Int?
    /// On the engine's machine; 0 before it starts.
    package var processID: Int?

    private enum CodingKeys: String, CodingKey {
        case isRunning = "Running"
        case exitStatus = "ExitCode"
        case processID = "Pid"
    }
}

extension Engine {
    /// Prepares a process in a container that runs and returns the process's id.
    package func createExec(_ definition: ExecDefinition, in id: String) async throws -> String {
        struct Wire: Decodable {
            var id: String
            enum CodingKeys: String, CodingKey { case id = "Id" }
        }
        let call = try EngineConnection.Call(
            "POST",
            "\(path(id))/exec",
            json: definition.json(),
            about: .container(id)
        )
        return try await connection.value(call, as: Wire.self).id
    }

    /// Starts a prepared process and opens its standard streams.
    package func startExec(_ exec: String, hasTerminal: Bool = false) async throws -> AttachedStream
    {
        let call = try EngineConnection.Call(
            "POST",
            "/exec/\(QueryString.encode(exec))/start",
            json: ["Detach": false, "Tty": .boolean(hasTerminal)],
            about: .exec(exec)
        )
        let stream = try await connection.hijack(call)
        return AttachedStream(stream, isMultiplexed: !hasTerminal, endpoint: endpoint)
    }

    /// Where a process started by exec is in its life.
    package func exec(_ exec: String) async throws -> ExecState {
        try await connection.value(
            .init("GET", "/exec/\(QueryString.encode(exec))/json", about: .exec(exec))
        )
    }

    /// Runs a process in a container to its end and returns its exit status.
    ///
    /// `input` is what it reads, `output` gets what it writes, in order. Cancelling closes the
    /// streams; the engine has no way to end the process itself.
    ///
    /// - Throws: `EngineError.cannotExecute` when there is no such program.
    package func run(
        _ arguments: [String],
        in container: String,
        environment: [String] = [],
        user: String? = nil,
        workingDirectory: String? = nil,
        input: [UInt8]? = nil,
        output: (OutputChunk) async throws -> Void = { _ in }
    ) async throws -> Int {
        var definition = ExecDefinition(arguments)
        definition.environment = environment
        definition.user = user
        definition.workingDirectory = workingDirectory
        definition.attachesInput = input != nil
        let exec = try await createExec(definition, in: container)
        let stream = try await startExec(exec)
        let sender = input.map { input in
            Task {
                // A process may end without reading its input: its exit status tells.
                try? await stream.send(input)
                stream.closeInput()
            }
        }
        defer { sender?.cancel() }
        var beginning: [UInt8] = []
        while let chunk = try await stream.receive() {
            if beginning.count < 1024 { beginning += chunk.bytes.prefix(1024) }
            try await output(chunk)
        }
        return try await exitStatus(of: exec, beginning: beginning)
    }

    /// The exit status of a process whose streams have ended.
    ///
    /// Docker reports a missing program in the stream and with status 126 or 127.
    private func exitStatus(of exec: String, beginning: [UInt8]) async throws -> Int {
        let deadline = ContinuousClock.now + .seconds(60)
        var pause = Duration.milliseconds(5)
        while true {
            let state = try await self.exec(exec)
            guard !state.isRunning, let status = state.exitStatus else {
                // The streams can end a moment before the engine notes the exit.
                guard .now < deadline else {
                    throw EngineError.unexpectedAnswer(
                        detail: "the streams of `\(exec)` have ended, and it is said to run still"
                    )
                }
                try await Task.sleep(for: pause)
                pause = min(pause * 1.5, .milliseconds(250))
                continue
            }
            if status == 126 || status == 127 {
                let text = String(decoding: beginning, as: UTF8.self)
                let error = EngineError(status: 500, message: text, subject: .exec(exec))
                if text.contains("OCI runtime exec failed"), case .cannotExecute = error {
                    throw error
                }
            }
            return status
        }
    }
}
