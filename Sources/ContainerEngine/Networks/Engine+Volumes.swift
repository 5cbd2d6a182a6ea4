import Transfers

/// Everything said about a volume before it exists.
package struct VolumeDefinition: Sendable, Hashable {
    /// The engine invents a name for `nil`.
    package var name: String?
    /// The driver that keeps the files.
    package var driver = "local"
    /// The driver's options; `local` takes `type`, `device` and `o` of `mount`.
    package var options: [String: String] = [:]
    /// Names and values by which it is found again.
    package var labels: [String: String] = [:]

    /// An ordinary volume of the local driver.
    package init(name: String? = nil) {
        self.name = name
    }

    /// A volume that is an overlay of folders of the engine's machine.
    ///
    /// `lower` is read only, topmost first; changes go to `upper`; `work` is an empty folder on
    /// the file system of `upper`. Paths must be free of `:` and `,`.
    package static func overlay(
        name: String? = nil,
        lower: [String],
        upper: String,
        work: String
    ) -> VolumeDefinition {
        var definition = VolumeDefinition(name: name)
        let lower = lower.joined(separator: ":")
        definition.options = [
            "type": "overlay",
            "device": "overlay",
            "o": "lowerdir=\(lower),upperdir=\(upper),workdir=\(work)",
        ]
        return definition
    }

    fileprivate func json() -> JSONValue {
        var body: [String: JSONValue] = [
            "Driver": .string(driver),
            "DriverOpts": .strings(options),
            "Labels": .strings(labels),
        ]
        body["Name"] = name.map { .string($0) }
        return .object(body)
    }
}

/// What the engine knows about a volume.
package struct VolumeDetails: Sendable, Hashable, Decodable {
    /// The name by which containers mount it.
    package var name: String
    /// The driver that keeps the files.
    package var driver: String
    /// A path of the engine's machine.
    package var mountPoint: String
    /// Names and values given when it was created.
    package var labels: [String: String]
    /// The driver's options by name.
    package var options: [String: String]

    private enum Key: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case mountPoint = "Mountpoint"
        case labels = "Labels"
        case options = "Options"
    }

    /// Reads one volume of the engine's answers; what an engine leaves out is empty.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        name = try values.decode(String.self, forKey: .name)
        driver = try values.decodeIfPresent(String.self, forKey: .driver) ?? ""
        mountPoint = try values.decodeIfPresent(String.self, forKey: .mountPoint) ?? ""
        labels = try values.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        options = try values.decodeIfPresent([String: String].self, forKey: .options) ?? [:]
    }
}

extension Engine {
    /// Creates a volume and returns what it became.
    ///
    /// An existing one of the same name and driver is returned as it is.
    @discardableResult
    package func createVolume(_ definition: VolumeDefinition) async throws -> VolumeDetails {
        let call = try EngineConnection.Call(
            "POST",
            "/volumes/create",
            json: definition.json(),
            about: .volume(definition.name ?? "")
        )
        return try await connection.value(call)
    }

    /// What the engine knows about a volume.
    package func volume(_ name: String) async throws -> VolumeDetails {
        try await connection.value(
            .init("GET", "/volumes/\(QueryString.encode(name))", about: .volume(name))
        )
    }

    /// The volumes that bear all the labels.
    package func volumes(labelled labels: [LabelFilter] = []) async throws -> [VolumeDetails] {
        struct Wire: Decodable {
            var volumes: [VolumeDetails]?
            enum CodingKeys: String, CodingKey { case volumes = "Volumes" }
        }
        let query: QueryString = ["filters": try LabelFilter.query(labels)]
        let call = EngineConnection.Call("GET", "/volumes", query, about: .volume("list"))
        return try await connection.value(call, as: Wire.self).volumes ?? []
    }

    /// Removes a volume and its files.
    ///
    /// - Throws: `EngineError.inUse` while a container, even a stopped one, has it.
    package func removeVolume(_ name: String, force: Bool = false) async throws {
        let query: QueryString = ["force": force ? "1" : nil]
        try await connection.bytes(
            .init("DELETE", "/volumes/\(QueryString.encode(name))", query, about: .volume(name))
        )
    }
}
