package import InitProtocol

/// A step host served by `actlocal-init`: PID 1 of a job container, or a child process of ours.
package final class InitStepHost: StepHost {
    /// The conversation with init.
    let connection: InitConnection

    /// What init told about itself and its container.
    package let facts: InitFacts

    /// Opens the conversation over a transport.
    package convenience init(transport: any InitTransport) async throws(StepHostError) {
        try await self.init(transport: transport, door: nil)
    }

    /// Opens the conversation over a transport, and goes on through a door, if there is one.
    init(transport: any InitTransport, door: InitDoor?) async throws(StepHostError) {
        let connection = InitConnection(transport: transport)
        do {
            facts = try await connection.open(door: door)
        } catch {
            await connection.close()
            throw error
        }
        self.connection = connection
    }

    /// The environment of the container's first process.
    package func environment() -> [String: String] { facts.environment }

    /// Runs a process; see ``StepHost``.
    package func run(
        _ request: ProcessRequest,
        ladder: KillLadder,
        output: ProcessOutput
    ) async throws(StepHostError) -> ProcessExit {
        if Task.isCancelled { throw .cancelled }
        let connection = connection
        var request = request
        request.separatesErrors = output.isSeparate
        let id = try await connection.begin(.run(request))
        // A task of its own: `output` must not see the cancellation it reports on.
        let reader = Task { await InitStepHost.exit(of: id, on: connection, output: output) }
        let result = await withTaskCancellationHandler {
            await reader.value
        } onCancel: {
            Task { await connection.say(.stop(ladder), id: id) }
        }
        return try result.get()
    }

    /// Ends the conversation and with it everything in the job.
    package func close() async {
        await connection.close()
    }

    private static func exit(
        of id: UInt32,
        on connection: InitConnection,
        output: ProcessOutput
    ) async -> Result<ProcessExit, StepHostError> {
        var owedCredit = 0
        func giveBack(_ count: Int) async {
            owedCredit += count
            guard owedCredit >= StreamSignal.window / 4 else { return }
            await connection.consume(owedCredit, of: id)
            owedCredit = 0
        }
        while let reply = await connection.nextReply(of: id) {
            switch reply {
            case .stream(.data(let bytes)):
                await output.take(bytes)
                await giveBack(bytes.count)
            case .stream(.errors(let bytes)):
                await output.takeErrors(bytes)
                await giveBack(bytes.count)
            case .exited(let exit):
                await connection.end(id)
                return .success(exit)
            case .failed(let failure):
                await connection.end(id)
                return .failure(.failed(failure))
            default:
                continue
            }
        }
        await connection.end(id)
        return .failure(await connection.lostReason)
    }
}
