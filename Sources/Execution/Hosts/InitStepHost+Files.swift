package import InitProtocol

extension InitStepHost {
    /// Above this many bytes a file is sent as an archive, in parts.
    private static let singleMessageLimit = 4 << 20

    /// Makes directories and writes files, asking for everything before the first answer.
    package func prepare(
        directories: [String],
        _ attributes: FileAttributes,
        files: [PlacedFile]
    ) async throws(StepHostError) {
        let isSmall = { (file: PlacedFile) in
            file.contents.count <= InitStepHost.singleMessageLimit
        }
        let requests =
            directories.map { FileRequest.makeDirectory(path: $0, attributes) }
            + files.filter(isSmall).map {
                .write(path: $0.path, contents: $0.contents, $0.attributes)
            }
        for reply in try await connection.answers(to: requests.map { .file($0) }) {
            guard case .done = reply else { throw mismatch("change") }
        }
        for file in files where !isSmall(file) {
            try await write(file.contents, to: file.path, file.attributes)
        }
    }

    /// Writes a file; a large one goes as a stream.
    package func write(
        _ contents: [UInt8],
        to path: String,
        _ attributes: FileAttributes
    ) async throws(StepHostError) {
        guard contents.count > InitStepHost.singleMessageLimit else {
            return try await done(.file(.write(path: path, contents: contents, attributes)))
        }
        guard let slash = path.lastIndex(of: "/") else {
            throw .failed(.refused("`\(path)` is no absolute path"))
        }
        let name = String(path[path.index(after: slash)...])
        let directory = String(path[..<slash])
        let entry = TarEntry(
            path: name,
            kind: .file,
            mode: attributes.mode,
            size: UInt64(contents.count)
        )
        let parts = PartList([
            TarWriter.header(of: entry), contents, TarWriter.padding(after: entry), TarWriter.end,
        ])
        let request = UnpackRequest(
            destination: directory.isEmpty ? "/" : directory,
            owner: attributes.owner.isEmpty ? "\(facts.userID):\(facts.groupID)" : attributes.owner
        )
        try await unpack(request) { await parts.next() }
    }

    /// Reads a file in as many parts as it takes.
    package func read(_ path: String, limit: Int) async throws(StepHostError) -> [UInt8]? {
        var bytes: [UInt8] = []
        while true {
            let request = FileRequest.read(
                path: path,
                offset: UInt64(bytes.count),
                limit: 16 << 20
            )
            let reply: InitReply
            do {
                reply = try await connection.answer(to: .file(request))
            } catch .failed(.file(_, _, let error)) where error.code == 2 {
                return nil
            }
            guard case .contents(let part) = reply else { throw mismatch("read") }
            guard part.size <= limit else {
                throw .failed(.tooLarge(path: path, size: part.size, limit: UInt64(limit)))
            }
            if bytes.isEmpty, part.bytes.count == part.size { return Array(part.bytes) }
            bytes.append(contentsOf: part.bytes)
            if part.bytes.isEmpty || bytes.count >= part.size { return bytes }
        }
    }

    /// Creates a directory and those above it.
    package func makeDirectory(
        _ path: String,
        _ attributes: FileAttributes
    ) async throws(StepHostError) {
        try await done(.file(.makeDirectory(path: path, attributes)))
    }

    /// Removes a file or a whole tree.
    package func remove(_ path: String) async throws(StepHostError) {
        try await done(.file(.remove(path: path)))
    }

    /// Moves a prepared checkout to its place.
    package func installCheckout(
        from source: String,
        to path: String
    ) async throws(StepHostError) {
        try await done(.file(.install(from: source, to: path)))
    }

    /// Gives everything under a path to a user.
    package func changeOwner(of path: String, to owner: String) async throws(StepHostError) {
        try await done(.file(.changeOwner(path: path, owner: owner, recursive: true)))
    }

    /// What is at a path.
    package func entry(at path: String) async throws(StepHostError) -> FileEntry? {
        let request = FileRequest.status(path: path, followsLinks: true)
        guard case .entry(let entry) = try await connection.answer(to: .file(request)) else {
            throw mismatch("status")
        }
        return entry
    }

    /// What a directory holds.
    package func entries(of path: String) async throws(StepHostError) -> [FileEntry] {
        guard case .entries(let list) = try await connection.answer(to: .file(.list(path: path)))
        else { throw mismatch("list") }
        return list
    }

    /// Asks for something that is answered by `done`.
    private func done(_ request: InitRequest) async throws(StepHostError) {
        guard case .done = try await connection.answer(to: request) else {
            throw mismatch("change")
        }
    }

    /// The error for an answer of the wrong kind.
    func mismatch(_ what: String) -> StepHostError {
        .protocolViolation("a \(what) request was answered by something else")
    }
}

/// Gives out parts one after the other.
private actor PartList {
    private var parts: ArraySlice<[UInt8]>

    init(_ parts: [[UInt8]]) {
        self.parts = parts[...]
    }

    func next() -> [UInt8]? { parts.popFirst() }
}
