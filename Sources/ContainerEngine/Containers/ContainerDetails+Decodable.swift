/// The shape of `GET /containers/{id}/json`, as far as it is used.
private struct Wire: Decodable {
    struct Health: Decodable {
        var Status: String?
    }
    struct State: Decodable {
        var Status: String?
        var ExitCode: Int?
        var Pid: Int?
        var Error: String?
        var StartedAt: String?
        var Health: Health?
    }
    struct Configuration: Decodable {
        var Image: String?
        var Labels: [String: String]?
        var Env: [String]?
        var User: String?
        var WorkingDir: String?
        var Tty: Bool?
    }
    struct Host: Decodable {
        var Privileged: Bool?
    }
    struct Endpoint: Decodable {
        var NetworkID: String?
        var IPAddress: String?
        var Aliases: [String]?
    }
    struct Binding: Decodable {
        var HostIp: String?
        var HostPort: String?
    }
    struct Network: Decodable {
        var Networks: [String: Endpoint]?
        var Ports: [String: [Binding]?]?
    }
    struct Mount: Decodable {
        var `Type`: String?
        var Name: String?
        var Source: String?
        var Destination: String?
        var RW: Bool?
    }
    var Id: String
    var Name: String?
    var State: State?
    var Config: Configuration?
    var HostConfig: Host?
    var NetworkSettings: Network?
    var Mounts: [Mount]?
}

extension ContainerDetails: Decodable {
    /// Reads the answer of `GET /containers/{id}/json`; what an engine leaves out is empty.
    package init(from decoder: any Decoder) throws {
        let wire = try Wire(from: decoder)
        let configuration = wire.Config
        id = wire.Id
        name = String((wire.Name ?? "").drop { $0 == "/" })
        image = configuration?.Image ?? ""
        labels = configuration?.Labels ?? [:]
        environment = configuration?.Env ?? []
        user = configuration?.User ?? ""
        workingDirectory = configuration?.WorkingDir ?? ""
        hasTerminal = configuration?.Tty ?? false
        state = ContainerState(wire.State)
        networks = (wire.NetworkSettings?.Networks ?? [:]).mapValues {
            NetworkAttachment(
                networkID: $0.NetworkID ?? "",
                address: $0.IPAddress ?? "",
                aliases: $0.Aliases ?? []
            )
        }
        ports = Self.ports(wire.NetworkSettings?.Ports ?? [:])
        mounts = (wire.Mounts ?? []).map {
            MountDetails(
                kind: $0.Type ?? "",
                name: $0.Name ?? "",
                source: $0.Source ?? "",
                target: $0.Destination ?? "",
                isReadOnly: $0.RW == false
            )
        }
        isPrivileged = wire.HostConfig?.Privileged ?? false
    }

    private static func ports(_ wire: [String: [Wire.Binding]?]) -> [ContainerPort: [PortBinding]] {
        var ports: [ContainerPort: [PortBinding]] = [:]
        for (text, bindings) in wire {
            guard let port = ContainerPort(engineText: text) else { continue }
            ports[port] = (bindings ?? []).compactMap { binding in
                binding.HostPort.flatMap { Int($0) }.map {
                    PortBinding(hostAddress: binding.HostIp ?? "", hostPort: $0)
                }
            }
        }
        return ports
    }
}

extension ContainerState {
    fileprivate init(_ wire: Wire.State?) {
        status = wire?.Status.flatMap { Status(rawValue: $0) } ?? .unknown
        exitStatus = wire?.ExitCode ?? 0
        processID = wire?.Pid ?? 0
        error = wire?.Error ?? ""
        health = wire?.Health?.Status.flatMap { Health(rawValue: $0) } ?? .none
        startedAt = wire?.StartedAt ?? ""
    }
}

extension ContainerSummary: Decodable {
    private enum Key: String, CodingKey {
        case id = "Id"
        case names = "Names"
        case image = "Image"
        case labels = "Labels"
        case state = "State"
        case created = "Created"
    }

    /// Reads one element of `GET /containers/json`.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        id = try values.decode(String.self, forKey: .id)
        let names = try values.decodeIfPresent([String].self, forKey: .names) ?? []
        self.names = names.map { String($0.drop { $0 == "/" }) }
        image = try values.decodeIfPresent(String.self, forKey: .image) ?? ""
        labels = try values.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        let state = try values.decodeIfPresent(String.self, forKey: .state) ?? ""
        status = ContainerState.Status(rawValue: state) ?? .unknown
        createdSeconds = try values.decodeIfPresent(Int64.self, forKey: .created) ?? 0
    }
}
