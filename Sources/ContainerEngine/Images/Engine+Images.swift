import Transfers

extension Engine {
    /// What the engine knows about an image it has.
    ///
    /// - Throws: `EngineError.notFound(.image, …)`.
    package func image(_ reference: String) async throws -> ImageDetails {
        try await connection.value(
            .init("GET", "\(imagePath(reference))/json", about: .image(reference))
        )
    }

    /// Whether the engine has an image.
    package func hasImage(_ reference: String) async throws -> Bool {
        do {
            _ = try await image(reference)
            return true
        } catch EngineError.notFound(.image, _) {
            return false
        }
    }

    /// The images that bear all the labels.
    package func images(labelled labels: [LabelFilter] = []) async throws -> [ImageSummary] {
        let query: QueryString = ["filters": try LabelFilter.query(labels)]
        return try await connection.value(
            .init("GET", "/images/json", query, about: .image("list"))
        )
    }

    /// Fetches an image from its registry, telling `progress` how far it is.
    ///
    /// - Throws: `EngineError.pullFailed`, `EngineError.diskFull`.
    package func pullImage(
        _ reference: String,
        platform: String? = nil,
        credentials: RegistryCredentials? = nil,
        progress: @Sendable (PullProgress) -> Void = { _ in }
    ) async throws {
        let name = ImageReference(reference)
        let query: QueryString = [
            "fromImage": name.repository, "tag": name.version, "platform": platform,
        ]
        var call = EngineConnection.Call(
            "POST",
            "/images/create",
            query,
            about: .image(reference)
        )
        if let credentials {
            call.headers = [HeaderField("X-Registry-Auth", try credentials.headerValue())]
        }
        do {
            try await follow(call) { message in
                guard let status = message.status else { return }
                progress(PullProgress(message, status: status))
            }
        } catch let error as EngineError {
            throw error.asPullFailure(of: reference)
        }
    }

    /// Makes an image of a tar archive of its root, under a name with a tag.
    ///
    /// `changes` are Dockerfile instructions such as `CMD ["/bin/sh"]`.
    ///
    /// - Returns: the image's id.
    @discardableResult
    package func importImage(
        _ archive: ByteSource,
        as reference: String,
        changes: [String] = [],
        platform: String? = nil
    ) async throws -> String {
        let name = ImageReference(reference)
        var query: QueryString = [
            "fromSrc": "-", "repo": name.repository, "tag": name.tag ?? "latest",
            "platform": platform,
        ]
        for change in changes { query.append("changes", change) }
        var call = EngineConnection.Call(
            "POST",
            "/images/create",
            query,
            about: .image(reference)
        )
        call.headers = [HeaderField("Content-Type", "application/x-tar")]
        call.body = archive.requestBody
        try await follow(call) { _ in }
        return try await image(reference).id
    }

    /// Gives an image a further name.
    package func tagImage(_ reference: String, as newName: String) async throws {
        let name = ImageReference(newName)
        let query: QueryString = ["repo": name.repository, "tag": name.tag ?? "latest"]
        try await connection.bytes(
            .init("POST", "\(imagePath(reference))/tag", query, about: .image(reference))
        )
    }

    /// Removes a name and, with its last one, the image.
    ///
    /// - Throws: `EngineError.inUse` while a container is made of it; `force` overrides that
    ///   for stopped ones.
    package func removeImage(_ reference: String, force: Bool = false) async throws {
        let query: QueryString = ["force": force ? "1" : nil]
        try await connection.bytes(
            .init("DELETE", imagePath(reference), query, about: .image(reference))
        )
    }

    /// Reads a stream of progress to its end; an error in it is thrown.
    func follow(
        _ call: EngineConnection.Call,
        _ onMessage: (ProgressMessage) -> Void
    ) async throws {
        let response = try await connection.open(call)
        let stream = ByteStream(response.body, endpoint: endpoint)
        var lines = JSONLines<ProgressMessage>()
        func take(_ message: ProgressMessage) throws {
            if let failure = message.failure {
                throw EngineError(status: 500, message: failure, subject: call.subject)
            }
            onMessage(message)
        }
        while let bytes = try await stream.next() {
            for message in try lines.take(bytes) { try take(message) }
        }
        if let last = try lines.finish() { try take(last) }
    }

    /// The path of an image in the API; its slashes and colons stay.
    func imagePath(_ reference: String) -> String {
        "/images/\(QueryString.encode(reference, keeping: "/:@"))"
    }
}

extension PullProgress {
    fileprivate init(_ message: ProgressMessage, status: String) {
        layer = message.id
        self.status = status
        currentBytes = message.progressDetail?.current
        totalBytes = message.progressDetail?.total
    }
}
