import Subprocess

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension HostCommand {
    /// Runs the program to its end and keeps what it wrote.
    ///
    /// The program leads a process group of its own. Cancelling the task ends the whole group and
    /// throws `CancellationError`.
    ///
    /// - Throws: `HostProcessError` when it could not run; never for a non-zero exit.
    package func run() async throws -> ProcessOutcome {
        let (status, streams) = try await execute(error: .sequence) { execution in
            try await withThrowingTaskGroup(of: (isError: Bool, bytes: [UInt8]).self) { group in
                group.addTask { (false, try await collect(execution.standardOutput)) }
                group.addTask { (true, try await collect(execution.standardError)) }
                var streams = (output: [UInt8](), error: [UInt8]())
                while let stream = try await group.next() {
                    if stream.isError {
                        streams.error = stream.bytes
                    } else {
                        streams.output = stream.bytes
                    }
                }
                return Streams(output: streams.output, error: streams.error)
            }
        }
        return ProcessOutcome(
            status: status,
            standardOutput: streams.output,
            standardError: streams.error
        )
    }

    /// Runs the program and hands over standard output and standard error, merged as it wrote them.
    ///
    /// The next chunk is read when `receive` has returned; what it throws ends the program.
    ///
    /// - Parameters:
    ///   - started: Called once with the process id, which is also the id of its group.
    ///   - receive: Called with each chunk in order.
    /// - Returns: How the program ended.
    /// - Throws: `HostProcessError`, `CancellationError`, or what `receive` throws.
    package func stream(
        started: @Sendable @escaping (Int32) -> Void = { _ in },
        to receive: @Sendable @escaping ([UInt8]) async throws -> Void
    ) async throws -> ProgramEnd {
        try await execute(error: .combinedWithOutput) { execution in
            started(execution.processIdentifier.value)
            for try await chunk in execution.standardOutput {
                try await receive(chunk.withUnsafeBytes { [UInt8]($0) })
            }
        }.status
    }
}

private typealias Running<Errors: ErrorOutputProtocol> = Execution<
    CustomWriteInput, SequenceOutput, Errors
>

private struct Streams: Sendable {
    let output: [UInt8]
    let error: [UInt8]
}

/// A program that ended before it read all its input must not end us with it.
private let ignoringBrokenPipes: Void = {
    signal(SIGPIPE, SIG_IGN)
}()

extension HostCommand {
    private func collect(_ sequence: SubprocessOutputSequence) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in sequence {
            guard bytes.count + chunk.count <= outputLimit else {
                throw HostProcessError.outputTooLarge(program: program, limit: outputLimit)
            }
            chunk.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Runs the program in a task of its own, so that a cancelled program can still say goodbye.
    private func execute<Errors: ErrorOutputProtocol & Sendable, Value: Sendable>(
        error: Errors,
        _ body: @Sendable @escaping (Running<Errors>) async throws -> Value
    ) async throws -> (status: ProgramEnd, value: Value) {
        _ = ignoringBrokenPipes
        try Task.checkCancellation()
        let group = ProcessGroup(ending: ending)
        let running = Task {
            defer { group.finish() }
            let result = try await Subprocess.run(
                configuration,
                input: .inputWriter,
                output: .sequence,
                error: error
            ) { execution in
                try await attend(execution, as: group, body)
            }
            return (ProgramEnd(result.terminationStatus), result.closureResult)
        }
        do {
            let result = try await withTaskCancellationHandler {
                try await running.value
            } onCancel: {
                group.end()
            }
            try Task.checkCancellation()
            return result
        } catch {
            try Task.checkCancellation()
            throw (error as? SubprocessError).map(translated) ?? error
        }
    }

    /// Writes standard input while `body` reads; the program ends when `body` throws.
    private func attend<Errors: ErrorOutputProtocol, Value: Sendable>(
        _ execution: Running<Errors>,
        as group: ProcessGroup,
        _ body: @Sendable (Running<Errors>) async throws -> Value
    ) async throws -> Value {
        group.begin(leader: execution.processIdentifier.value)
        async let feed: Void = write(standardInput, to: execution.standardInputWriter)
        do {
            let value = try await body(execution)
            await feed
            return value
        } catch {
            group.kill()
            throw error
        }
    }

    private var configuration: Configuration {
        var options = PlatformOptions()
        options.processGroupID = 0
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment {
            variables[Environment.Key(stringLiteral: name)] = value
        }
        return Configuration(
            executable: foundPath.map { .path(literal($0)) } ?? .name(program),
            arguments: Arguments(arguments),
            environment: .custom(variables),
            workingDirectory: directory.map { literal($0) },
            platformOptions: options
        )
    }

    /// The program's path; nil when no folder of the `PATH` seems to hold it.
    ///
    /// Left to `Subprocess`, a name costs one failed process for every folder before the right one.
    private var foundPath: String? {
        guard !program.utf8.contains(UInt8(ascii: "/")) else { return program }
        let folders = environment["PATH"]?.split(separator: ":", omittingEmptySubsequences: true)
        return folders?.lazy.map { "\($0)/\(program)" }.first { path in
            var status = stat()
            return access(path, X_OK) == 0 && stat(path, &status) == 0
                && status.st_mode & S_IFMT == S_IFREG
        }
    }

    private func translated(_ error: SubprocessError) -> HostProcessError {
        switch error.code {
        case .executableNotFound:
            .notFound(program: program)
        case .failedToChangeWorkingDirectory:
            .directoryUnusable(program: program, directory: directory ?? ".")
        case .spawnFailed:
            .couldNotStart(program: program, reason: error.reason)
        default:
            .lost(program: program, reason: error.reason)
        }
    }
}

/// A value of a type that is written as a string literal, such as swift-system's `FilePath`.
///
/// It spares this room a dependency on the module that declares the type.
private func literal<Value: ExpressibleByStringLiteral>(_ text: Value.StringLiteralType) -> Value {
    Value(stringLiteral: text)
}

/// Writes all bytes and closes; a program that reads less than it is given is no error.
private func write(_ bytes: [UInt8], to writer: StandardInputWriter) async {
    if !bytes.isEmpty { _ = try? await writer.write(bytes) }
    try? await writer.finish()
}

extension SubprocessError {
    fileprivate var reason: String { underlyingError.map { "\($0)" } ?? description }
}

extension ProgramEnd {
    fileprivate init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let signal): self = .signalled(signal)
        }
    }
}
