package import InitProtocol

extension InitStepHost {
    /// Hashes files where they are; a cancelled task stops it.
    package func hashFiles(_ request: HashFilesRequest) async throws(StepHostError) -> String {
        let id = try await connection.begin(.hashFiles(request))
        guard case .text(let digest) = try await interruptibleAnswer(of: id) else {
            throw mismatch("hashFiles")
        }
        return digest
    }

    /// Looks programs up on a PATH.
    package func find(
        _ programs: [String],
        searchPath: String
    ) async throws(StepHostError) -> [String: String] {
        let request = InitRequest.find(programs: programs, path: searchPath)
        guard case .programs(let found) = try await connection.answer(to: request) else {
            throw mismatch("find")
        }
        return found
    }

    /// Looks up a user of the job.
    package func lookUp(user: String) async throws(StepHostError) -> UserIdentity {
        guard case .user(let identity) = try await connection.answer(to: .lookUp(user: user))
        else { throw mismatch("user") }
        return identity
    }

    /// Sends a tar stream and waits until it is unpacked.
    package func unpack(
        _ request: UnpackRequest,
        next: @escaping @Sendable () async throws -> [UInt8]?
    ) async throws(StepHostError) {
        let id = try await connection.begin(.unpack(request))
        let connection = connection
        let sender = Task {
            do {
                while let part = try await next() {
                    guard await connection.transmit(part[...], on: id) else { return }
                }
                await connection.say(.stream(.finish), id: id)
            } catch {
                await connection.say(.stream(.reset), id: id)
                throw error
            }
        }
        let reply: Result<InitReply, StepHostError>
        do {
            reply = .success(try await interruptibleAnswer(of: id))
        } catch {
            reply = .failure(error)
        }
        sender.cancel()
        if case .failure(let error) = await sender.result, !(error is CancellationError) {
            throw .failed(.refused("the archive could not be read: \(error)"))
        }
        guard case .done = try reply.get() else { throw mismatch("unpack") }
    }

    /// Receives a tar stream of a file or directory.
    package func pack(
        _ path: String,
        output: @escaping @Sendable (ArraySlice<UInt8>) async -> Void
    ) async throws(StepHostError) {
        let id = try await connection.begin(.pack(path: path))
        let connection = connection
        let reader = Task { () -> Result<InitReply, StepHostError> in
            while let reply = await connection.nextReply(of: id) {
                switch reply {
                case .stream(.data(let bytes)):
                    await output(bytes)
                    await connection.consume(bytes.count, of: id)
                case .stream:
                    continue
                case .failed(let failure):
                    return .failure(.failed(failure))
                default:
                    return .success(reply)
                }
            }
            return .failure(await connection.lostReason)
        }
        let result = await withTaskCancellationHandler {
            await reader.value
        } onCancel: {
            Task { await connection.say(.stream(.reset), id: id) }
        }
        await connection.end(id)
        guard case .done = try result.get() else { throw mismatch("pack") }
    }

    /// Listens inside the job.
    package func forward(
        _ request: ForwardRequest,
        accept: @escaping @Sendable (HostChannel) async -> Void
    ) async throws(StepHostError) -> PortForward {
        let id = try await connection.begin(forward: request, acceptor: accept)
        guard case .listening(let port) = try await connection.answer(of: id) else {
            throw mismatch("forward")
        }
        let connection = connection
        return PortForward(port: port) { await connection.stop(forward: id) }
    }

    /// Ends what steps left running.
    package func terminateAll(
        _ request: TerminateRequest
    ) async throws(StepHostError) -> [TerminatedProcess] {
        guard case .terminated(let list) = try await connection.answer(to: .terminate(request))
        else { throw mismatch("terminate") }
        return list
    }

    /// The answer to an operation that stops when the task is cancelled.
    private func interruptibleAnswer(of id: UInt32) async throws(StepHostError) -> InitReply {
        let connection = connection
        let reader = Task { () -> Result<InitReply, StepHostError> in
            do throws(StepHostError) {
                return .success(try await connection.answer(of: id))
            } catch {
                return .failure(error)
            }
        }
        let result = await withTaskCancellationHandler {
            await reader.value
        } onCancel: {
            Task { await connection.say(.stream(.reset), id: id) }
        }
        if Task.isCancelled, case .failure(.failed(.workerDied)) = result { throw .cancelled }
        return try result.get()
    }
}
