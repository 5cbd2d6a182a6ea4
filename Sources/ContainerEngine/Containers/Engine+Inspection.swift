import Transfers

extension Engine {
    /// What the engine knows about a container.
    package func container(_ id: String) async throws -> ContainerDetails {
        try await connection.value(.init("GET", "\(path(id))/json", about: .container(id)))
    }

    /// The containers that bear all the labels; without `all` only those that run.
    package func containers(
        labelled labels: [LabelFilter] = [],
        all: Bool = true
    ) async throws -> [ContainerSummary] {
        let query: QueryString = [
            "all": all ? "1" : nil, "filters": try LabelFilter.query(labels),
        ]
        return try await connection.value(
            .init("GET", "/containers/json", query, about: .container("list"))
        )
    }

    /// What a container has written, and with `follow` what it goes on writing.
    ///
    /// `tail` is how many of the last lines to begin with; `nil` is all. `timestamps` puts the
    /// time in front of each line. Empty for the log driver `none`.
    package func logs(
        of id: String,
        follow: Bool = false,
        tail: Int? = nil,
        timestamps: Bool = false
    ) async throws -> LogStream {
        let hasTerminal = try await container(id).hasTerminal
        let query: QueryString = [
            "stdout": "1", "stderr": "1",
            "follow": follow ? "1" : nil,
            "tail": tail.map { "\($0)" },
            "timestamps": timestamps ? "1" : nil,
        ]
        let response = try await connection.open(
            .init("GET", "\(path(id))/logs", query, about: .container(id))
        )
        return LogStream(
            ByteStream(response.body, endpoint: endpoint),
            isMultiplexed: !hasTerminal
        )
    }

    /// Unpacks a tar archive below a folder of a container, which need not run.
    ///
    /// - Throws: `EngineError.notFound` when the folder is not there.
    package func putArchive(
        _ archive: ByteSource,
        into id: String,
        at folder: String
    ) async throws {
        try await connection.bytes(
            EngineConnection.Call(
                method: "PUT",
                path: "\(path(id))/archive",
                query: ["path": folder],
                headers: [HeaderField("Content-Type", "application/x-tar")],
                body: archive.requestBody,
                subject: .init(kind: .file, name: folder)
            )
        )
    }

    /// A file or folder of a container as a tar archive.
    ///
    /// - Throws: `EngineError.notFound(.file, …)`.
    package func archive(of filePath: String, in id: String) async throws -> ByteStream {
        let response = try await connection.open(
            .init(
                "GET",
                "\(path(id))/archive",
                ["path": filePath],
                about: .init(kind: .file, name: filePath)
            )
        )
        return ByteStream(response.body, endpoint: endpoint)
    }
}
