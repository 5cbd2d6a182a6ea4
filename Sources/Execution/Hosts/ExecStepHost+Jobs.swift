import ContainerEngine
package import InitProtocol

extension ExecStepHost {
    /// Hashes files out of the workspace's archive: all of it has to be sent here for that.
    package func hashFiles(_ request: HashFilesRequest) async throws(StepHostError) -> String {
        let (engine, container) = (engine, container)
        let task = Task {
            var tree = ArchivedTree(root: request.root)
            let stream = try await engine.archive(of: request.root, in: container)
            while let bytes = try await stream.next() { try tree.append(bytes) }
            return try HashFilesSearch.digest(request, in: tree.search)
        }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        switch result {
        case .success(let digest): return digest
        case .failure(let error as InitFailure): throw .failed(error)
        case .failure(EngineError.notFound): return ""
        case .failure(is CancellationError): throw .cancelled
        case .failure(let error): throw .engine("\(error)")
        }
    }

    /// Looks programs up on a PATH.
    package func find(
        _ programs: [String],
        searchPath: String
    ) async throws(StepHostError) -> [String: String] {
        let output = try await script(ContainerScript.find, programs, path: searchPath)
        var found: [String: String] = [:]
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { found[String(parts[0])] = String(parts[1]) }
        }
        return found
    }

    /// Looks up a user in the container's own files.
    package func lookUp(user: String) async throws(StepHostError) -> UserIdentity {
        let passwd = try await read("/etc/passwd", limit: 16 << 20) ?? []
        let group = try await read("/etc/group", limit: 16 << 20) ?? []
        let database = UserDatabase(
            passwd: String(decoding: passwd, as: UTF8.self),
            group: String(decoding: group, as: UTF8.self)
        )
        guard let identity = database.identity(for: user) else {
            throw .failed(.unknownUser(user))
        }
        return identity
    }

    /// Sends a tar stream, which the engine unpacks.
    package func unpack(
        _ request: UnpackRequest,
        next: @escaping @Sendable () async throws -> [UInt8]?
    ) async throws(StepHostError) {
        try await makeDirectory(
            request.destination,
            FileAttributes(mode: 0o755, owner: request.owner)
        )
        let (engine, container) = (engine, container)
        let checked = CheckedArchive(request, next: next)
        try await ExecStepHost.shielded {
            try await engine.putArchive(
                .stream { try await checked.next() },
                into: container,
                at: request.destination
            )
        }
        if !request.owner.isEmpty {
            try await changeOwner(of: request.destination, to: request.owner)
        }
    }

    /// Receives a tar stream of a file or directory.
    package func pack(
        _ path: String,
        output: @escaping @Sendable (ArraySlice<UInt8>) async -> Void
    ) async throws(StepHostError) {
        let (engine, container) = (engine, container)
        try await ExecStepHost.shielded {
            let stream = try await engine.archive(of: path, in: container)
            while let bytes = try await stream.next() { await output(bytes[...]) }
        }
    }

    /// Needs init: nothing else in the container could listen.
    package func forward(
        _ request: ForwardRequest,
        accept: @escaping @Sendable (HostChannel) async -> Void
    ) async throws(StepHostError) -> PortForward {
        throw .unsupported("forwarding a port or socket")
    }

    /// Ends what steps left running.
    package func terminateAll(
        _ request: TerminateRequest
    ) async throws(StepHostError) -> [TerminatedProcess] {
        var ended: [TerminatedProcess] = []
        let isMild = request.patience > .zero
        for signal in isMild ? ["15", "9"] : ["9"] {
            let output = try await script(ContainerScript.terminate, [signal, request.marker])
            for line in output.split(separator: "\n") {
                let parts = line.split(separator: " ", maxSplits: 1)
                guard parts.count == 2, let id = Int32(parts[0]),
                    !ended.contains(where: { $0.processID == id })
                else { continue }
                ended.append(TerminatedProcess(processID: id, name: String(parts[1])))
            }
            guard isMild, signal == "15", !ended.isEmpty else { continue }
            let patience = request.patience
            try await ExecStepHost.shielded { try await Task.sleep(for: patience) }
        }
        return ended
    }
}

/// Passes an archive on while it keeps to its limits and stays inside its directory.
private actor CheckedArchive {
    private let request: UnpackRequest
    private let source: @Sendable () async throws -> [UInt8]?
    private var reader = TarReader()
    private var entryCount: UInt64 = 0
    private var byteCount: UInt64 = 0

    init(_ request: UnpackRequest, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.request = request
        source = next
    }

    func next() async throws -> [UInt8]? {
        guard let bytes = try await source() else {
            do { try reader.finish() } catch { throw InitFailure.archive("\(error)") }
            return nil
        }
        reader.append(bytes)
        do {
            while let item = try reader.next() {
                if case .entry(let entry) = item { try check(entry) }
            }
        } catch let error as TarError {
            throw InitFailure.archive("\(error)")
        }
        return bytes
    }

    private func check(_ entry: TarEntry) throws {
        entryCount += 1
        byteCount &+= entry.size
        guard entryCount <= request.entryLimit else {
            throw InitFailure.archive("it has more than \(request.entryLimit) entries")
        }
        guard entry.size <= request.byteLimit, byteCount <= request.byteLimit else {
            throw InitFailure.tooLarge(
                path: entry.path,
                size: byteCount,
                limit: request.byteLimit
            )
        }
        guard !entry.path.split(separator: "/").contains("..") else {
            throw InitFailure.archive(
                "`\(entry.path)` leads out of the directory it is unpacked to"
            )
        }
    }
}
