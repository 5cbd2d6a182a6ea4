/// A JSON object whose keys are all that matters, such as `{"80/tcp": {}}`.
struct KeySet: Decodable, Sendable {
    private struct Ignored: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    /// The object's keys, sorted.
    var keys: [String]

    /// Reads the keys of an object and passes over its values.
    init(from decoder: any Decoder) throws {
        keys = try decoder.singleValueContainer().decode([String: Ignored].self).keys.sorted()
    }
}

extension ContainerPort {
    /// The port that a text like `80/tcp` or `80` names.
    init?(engineText text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1)
        guard let number = parts.first.flatMap({ Int($0) }) else { return nil }
        self.init(number, parts.count > 1 ? String(parts[1]) : "tcp")
    }
}

extension ImageConfiguration: Decodable {
    private enum Key: String, CodingKey {
        case environment = "Env"
        case user = "User"
        case entrypoint = "Entrypoint"
        case command = "Cmd"
        case workingDirectory = "WorkingDir"
        case exposedPorts = "ExposedPorts"
        case volumes = "Volumes"
        case labels = "Labels"
        case stopSignal = "StopSignal"
        case healthCheck = "Healthcheck"
    }

    /// Reads the `Config` object of an image; what an image leaves out is empty.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        func list(_ key: Key) throws -> [String] {
            try values.decodeIfPresent([String].self, forKey: key) ?? []
        }
        func keys(_ key: Key) throws -> [String] {
            try values.decodeIfPresent(KeySet.self, forKey: key)?.keys ?? []
        }
        environment = try list(.environment)
        user = try values.decodeIfPresent(String.self, forKey: .user) ?? ""
        entrypoint = try list(.entrypoint)
        command = try list(.command)
        workingDirectory = try values.decodeIfPresent(String.self, forKey: .workingDirectory) ?? ""
        exposedPorts = try keys(.exposedPorts).compactMap { ContainerPort(engineText: $0) }
        volumes = try keys(.volumes)
        labels = try values.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        stopSignal = try values.decodeIfPresent(String.self, forKey: .stopSignal)
        healthCheck = try values.decodeIfPresent(HealthCheck.self, forKey: .healthCheck)
    }
}

extension ImageDetails: Decodable {
    private enum Key: String, CodingKey {
        case id = "Id"
        case tags = "RepoTags"
        case digests = "RepoDigests"
        case architecture = "Architecture"
        case variant = "Variant"
        case operatingSystem = "Os"
        case sizeBytes = "Size"
        case created = "Created"
        case configuration = "Config"
        case metadata = "Metadata"
    }

    private struct Metadata: Decodable {
        let lastTagTime: String?

        enum CodingKeys: String, CodingKey { case lastTagTime = "LastTagTime" }
    }

    /// Reads the answer of `GET /images/{name}/json`.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        id = try values.decode(String.self, forKey: .id)
        tags = try values.decodeIfPresent([String].self, forKey: .tags) ?? []
        digests = try values.decodeIfPresent([String].self, forKey: .digests) ?? []
        architecture = try values.decodeIfPresent(String.self, forKey: .architecture) ?? ""
        let variant = try values.decodeIfPresent(String.self, forKey: .variant) ?? ""
        self.variant = variant.isEmpty ? nil : variant
        operatingSystem = try values.decodeIfPresent(String.self, forKey: .operatingSystem) ?? ""
        sizeBytes = try values.decodeIfPresent(Int64.self, forKey: .sizeBytes) ?? 0
        created = try values.decodeIfPresent(String.self, forKey: .created)
        lastNamed = try values.decodeIfPresent(Metadata.self, forKey: .metadata)?.lastTagTime
        configuration =
            try values.decodeIfPresent(ImageConfiguration.self, forKey: .configuration)
            ?? ImageConfiguration()
    }
}

extension ImageSummary: Decodable {
    private enum Key: String, CodingKey {
        case id = "Id"
        case tags = "RepoTags"
        case labels = "Labels"
        case sizeBytes = "Size"
        case createdSeconds = "Created"
    }

    /// Reads one element of `GET /images/json`.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        id = try values.decode(String.self, forKey: .id)
        let tags = try values.decodeIfPresent([String].self, forKey: .tags) ?? []
        self.tags = tags.filter { $0 != "<none>:<none>" }
        labels = try values.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        sizeBytes = try values.decodeIfPresent(Int64.self, forKey: .sizeBytes) ?? 0
        createdSeconds = try values.decodeIfPresent(Int64.self, forKey: .createdSeconds) ?? 0
    }
}
