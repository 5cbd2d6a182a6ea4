package import InitProtocol

/// Where the steps of one job run: a container, or the developer's machine itself.
///
/// Life: made ready by whoever creates it, used by many tasks at once, closed once. All paths are
/// absolute and as the job sees them. A process that ends badly is a result; only what could not be
/// carried out throws.
package protocol StepHost: Sendable {
    /// The environment the job starts from: that of the image, or of the machine.
    func environment() async throws(StepHostError) -> [String: String]

    /// Runs a process to its end, handing its output on.
    ///
    /// A slow `output` slows the process down. Cancelling the calling task starts `ladder`; the
    /// exit is still returned, with `wasKilled` set.
    func run(
        _ request: ProcessRequest,
        ladder: KillLadder,
        output: ProcessOutput
    ) async throws(StepHostError) -> ProcessExit

    /// Makes directories that are missing and then writes files, in as few trips as it takes.
    func prepare(
        directories: [String],
        _ attributes: FileAttributes,
        files: [PlacedFile]
    ) async throws(StepHostError)

    /// Replaces a file at once, creating the directories above it.
    func write(
        _ contents: [UInt8],
        to path: String,
        _ attributes: FileAttributes
    ) async throws(StepHostError)

    /// The bytes of a file; nil when nothing is there.
    ///
    /// - Throws: `StepHostError.failed(.tooLarge)` above `limit` bytes.
    func read(_ path: String, limit: Int) async throws(StepHostError) -> [UInt8]?

    /// Creates a directory and those above it.
    func makeDirectory(_ path: String, _ attributes: FileAttributes) async throws(StepHostError)

    /// Removes a file or a whole tree; nothing there is no error.
    func remove(_ path: String) async throws(StepHostError)

    /// Moves a prepared checkout to a place that is free or an empty directory.
    func installCheckout(from source: String, to path: String) async throws(StepHostError)

    /// Gives everything under a path to a user.
    func changeOwner(of path: String, to owner: String) async throws(StepHostError)

    /// What is at a path, through symbolic links; nil for nothing.
    func entry(at path: String) async throws(StepHostError) -> FileEntry?

    /// What a directory holds, by name in byte order.
    func entries(of path: String) async throws(StepHostError) -> [FileEntry]

    /// The digest of `hashFiles`, empty when no file matched.
    func hashFiles(_ request: HashFilesRequest) async throws(StepHostError) -> String

    /// The absolute paths of those of `programs` that `searchPath` holds.
    func find(
        _ programs: [String],
        searchPath: String
    ) async throws(StepHostError) -> [String: String]

    /// The user that a name, uid or `user:group` means in the job.
    func lookUp(user: String) async throws(StepHostError) -> UserIdentity

    /// Unpacks a tar stream; `next` gives its parts and nil at its end.
    func unpack(
        _ request: UnpackRequest,
        next: @escaping @Sendable () async throws -> [UInt8]?
    ) async throws(StepHostError)

    /// Packs a file or directory as a tar stream of names relative to the directory above it.
    func pack(
        _ path: String,
        output: @escaping @Sendable (ArraySlice<UInt8>) async -> Void
    ) async throws(StepHostError)

    /// Listens inside the job; with the target `.host` each connection is given to `accept`.
    func forward(
        _ request: ForwardRequest,
        accept: @escaping @Sendable (HostChannel) async -> Void
    ) async throws(StepHostError) -> PortForward

    /// Ends what steps left running and names it.
    func terminateAll(
        _ request: TerminateRequest
    ) async throws(StepHostError) -> [TerminatedProcess]

    /// Lets go of the job; what still runs in it ends.
    func close() async
}

extension StepHost {
    /// Makes directories and writes files, one after the other.
    package func prepare(
        directories: [String],
        _ attributes: FileAttributes,
        files: [PlacedFile]
    ) async throws(StepHostError) {
        for directory in directories { try await makeDirectory(directory, attributes) }
        for file in files { try await write(file.contents, to: file.path, file.attributes) }
    }

    /// Runs a process, all of whose output comes in the order it was written in; a cancelled task
    /// ends it as GitHub does, unless another ladder is given.
    package func run(
        _ request: ProcessRequest,
        ladder: KillLadder = .github,
        output: @escaping @Sendable (ArraySlice<UInt8>) async -> Void
    ) async throws(StepHostError) -> ProcessExit {
        try await run(request, ladder: ladder, output: ProcessOutput(output))
    }

    /// Whether anything is at a path.
    package func exists(_ path: String) async throws(StepHostError) -> Bool {
        try await entry(at: path) != nil
    }

    /// The absolute path of a program on a PATH; nil when it is not there.
    package func find(
        _ program: String,
        searchPath: String
    ) async throws(StepHostError) -> String? {
        try await find([program], searchPath: searchPath)[program]
    }
}
