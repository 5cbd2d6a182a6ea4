import Transfers

/// Everything said about a network before it exists.
package struct NetworkDefinition: Sendable, Hashable {
    /// The name by which containers join it.
    package var name: String
    /// Names and values by which it is found again.
    package var labels: [String: String] = [:]
    /// The engine's default, `bridge`, for `nil`.
    package var driver: String?
    /// Whether the network has no way out to the world.
    package var isInternal = false
    /// Whether its containers get addresses of version 6 too.
    package var hasIPv6 = false
    /// Options of the driver by name.
    package var options: [String: String] = [:]
    /// Such as `10.10.0.0/24`; the engine chooses for `nil`.
    package var subnet: String?
    /// The machine's own address in the subnet; the engine chooses for `nil`.
    package var gateway: String?

    /// A network that is all defaults but its name.
    package init(name: String) {
        self.name = name
    }

    fileprivate func json() -> JSONValue {
        var body: [String: JSONValue] = [
            "Name": .string(name),
            "CheckDuplicate": true,
            "Labels": .strings(labels),
            "Internal": .boolean(isInternal),
            "EnableIPv6": .boolean(hasIPv6),
            "Options": .strings(options),
        ]
        body["Driver"] = driver.map { .string($0) }
        if let subnet {
            var pool: [String: JSONValue] = ["Subnet": .string(subnet)]
            pool["Gateway"] = gateway.map { .string($0) }
            body["IPAM"] = ["Config": [.object(pool)]]
        }
        return .object(body)
    }
}

/// What the engine knows about a network.
package struct NetworkDetails: Sendable, Hashable, Decodable {
    /// The whole id, 64 hexadecimal digits.
    package var id: String
    /// The name by which containers join it.
    package var name: String
    /// Such as `bridge`.
    package var driver: String
    /// Whether the network has no way out to the world.
    package var isInternal: Bool
    /// Names and values given when it was created.
    package var labels: [String: String]
    /// Ids of the containers in it that run; empty in a list.
    package var containers: [String]
    /// Such as `172.18.0.0/16`.
    package var subnets: [String]
    /// The machine's own addresses in it.
    package var gateways: [String]

    private enum Key: String, CodingKey {
        case id = "Id"
        case name = "Name"
        case driver = "Driver"
        case isInternal = "Internal"
        case labels = "Labels"
        case containers = "Containers"
        case addresses = "IPAM"
    }

    private struct Addresses: Decodable {
        struct Pool: Decodable {
            var subnet: String?
            var gateway: String?
            enum CodingKeys: String, CodingKey {
                case subnet = "Subnet"
                case gateway = "Gateway"
            }
        }
        var pools: [Pool]?
        enum CodingKeys: String, CodingKey { case pools = "Config" }
    }

    /// Reads one network of the engine's answers; what an engine leaves out is empty.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        id = try values.decode(String.self, forKey: .id)
        name = try values.decode(String.self, forKey: .name)
        driver = try values.decodeIfPresent(String.self, forKey: .driver) ?? ""
        isInternal = try values.decodeIfPresent(Bool.self, forKey: .isInternal) ?? false
        labels = try values.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        containers = try values.decodeIfPresent(KeySet.self, forKey: .containers)?.keys ?? []
        let addresses = try values.decodeIfPresent(Addresses.self, forKey: .addresses)
        subnets = (addresses?.pools ?? []).compactMap(\.subnet)
        gateways = (addresses?.pools ?? []).compactMap(\.gateway)
    }
}

extension Engine {
    /// Creates a network and returns its id.
    package func createNetwork(_ definition: NetworkDefinition) async throws -> String {
        struct Wire: Decodable {
            var id: String
            enum CodingKeys: String, CodingKey { case id = "Id" }
        }
        let call = try EngineConnection.Call(
            "POST",
            "/networks/create",
            json: definition.json(),
            about: .network(definition.name)
        )
        return try await connection.value(call, as: Wire.self).id
    }

    /// What the engine knows about a network, by name or id.
    package func network(_ name: String) async throws -> NetworkDetails {
        try await connection.value(
            .init("GET", "/networks/\(QueryString.encode(name))", about: .network(name))
        )
    }

    /// The networks that bear all the labels.
    package func networks(labelled labels: [LabelFilter] = []) async throws -> [NetworkDetails] {
        let query: QueryString = ["filters": try LabelFilter.query(labels)]
        return try await connection.value(.init("GET", "/networks", query, about: .network("list")))
    }

    /// Removes a network.
    ///
    /// - Throws: `EngineError.inUse` while containers are in it.
    package func removeNetwork(_ name: String) async throws {
        try await connection.bytes(
            .init("DELETE", "/networks/\(QueryString.encode(name))", about: .network(name))
        )
    }

    /// Puts a container into a further network.
    package func connect(
        _ container: String,
        toNetwork network: String,
        aliases: [String] = []
    ) async throws {
        let call = try EngineConnection.Call(
            "POST",
            "/networks/\(QueryString.encode(network))/connect",
            json: [
                "Container": .string(container),
                "EndpointConfig": ["Aliases": .strings(aliases)],
            ],
            about: .network(network)
        )
        try await connection.bytes(call)
    }

    /// Takes a container out of a network.
    package func disconnect(_ container: String, fromNetwork network: String) async throws {
        let call = try EngineConnection.Call(
            "POST",
            "/networks/\(QueryString.encode(network))/disconnect",
            json: ["Container": .string(container), "Force": true],
            about: .network(network)
        )
        try await connection.bytes(call)
    }
}
