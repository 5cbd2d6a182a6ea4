package import InitProtocol

/// The host of a job whose container was never there: whatever is asked of it fails.
package struct AbsentStepHost: StepHost {
    /// Why there is no container.
    let reason: String

    private var refusal: StepHostError { .failed(.refused(reason)) }

    package func environment() async throws(StepHostError) -> [String: String] { throw refusal }

    package func run(
        _ request: ProcessRequest,
        ladder: KillLadder,
        output: ProcessOutput
    ) async throws(StepHostError) -> ProcessExit { throw refusal }

    package func write(
        _ contents: [UInt8],
        to path: String,
        _ attributes: FileAttributes
    ) async throws(StepHostError) { throw refusal }

    package func read(_ path: String, limit: Int) async throws(StepHostError) -> [UInt8]? {
        throw refusal
    }

    package func makeDirectory(
        _ path: String,
        _ attributes: FileAttributes
    ) async throws(StepHostError) { throw refusal }

    package func remove(_ path: String) async throws(StepHostError) { throw refusal }

    package func installCheckout(
        from source: String,
        to path: String
    ) async throws(StepHostError) { throw refusal }

    package func changeOwner(
        of path: String,
        to owner: String
    ) async throws(StepHostError) { throw refusal }

    package func entry(at path: String) async throws(StepHostError) -> FileEntry? { throw refusal }

    package func entries(of path: String) async throws(StepHostError) -> [FileEntry] {
        throw refusal
    }

    package func hashFiles(_ request: HashFilesRequest) async throws(StepHostError) -> String {
        throw refusal
    }

    package func find(
        _ programs: [String],
        searchPath: String
    ) async throws(StepHostError) -> [String: String] { throw refusal }

    package func lookUp(user: String) async throws(StepHostError) -> UserIdentity { throw refusal }

    package func unpack(
        _ request: UnpackRequest,
        next: @escaping @Sendable () async throws -> [UInt8]?
    ) async throws(StepHostError) { throw refusal }

    package func pack(
        _ path: String,
        output: @escaping @Sendable (ArraySlice<UInt8>) async -> Void
    ) async throws(StepHostError) { throw refusal }

    package func forward(
        _ request: ForwardRequest,
        accept: @escaping @Sendable (HostChannel) async -> Void
    ) async throws(StepHostError) -> PortForward { throw refusal }

    package func terminateAll(
        _ request: TerminateRequest
    ) async throws(StepHostError) -> [TerminatedProcess] { [] }

    package func close() async {}
}
