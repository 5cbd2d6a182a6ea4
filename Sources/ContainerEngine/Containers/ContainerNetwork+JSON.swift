extension ContainerNetwork {
    /// The network's part of the container's own configuration.
    func configuration() -> [String: JSONValue] {
        var body: [String: JSONValue] = [:]
        body["Hostname"] = hostname.map { .string($0) }
        body["Domainname"] = domainName.map { .string($0) }
        body["MacAddress"] = macAddress.map { .string($0) }
        let ports = exposedPorts + publishedPorts.map(\.container)
        if !ports.isEmpty {
            body["ExposedPorts"] = .object(
                Dictionary(ports.map { ($0.description, [:]) }) { first, _ in first }
            )
        }
        return body
    }

    /// The network's part of `HostConfig`.
    func hostConfiguration() -> [String: JSONValue] {
        var host: [String: JSONValue] = ["PublishAllPorts": .boolean(publishesAllPorts)]
        host["NetworkMode"] = mode.map { .string($0) }
        let lists: [(String, [String])] = [
            ("Dns", dnsServers),
            ("DnsOptions", dnsOptions),
            ("DnsSearch", dnsSearch),
            ("ExtraHosts", extraHosts),
        ]
        for (name, list) in lists where !list.isEmpty { host[name] = .strings(list) }
        if !publishedPorts.isEmpty {
            var bindings: [String: JSONValue] = [:]
            for (port, mappings) in Dictionary(grouping: publishedPorts, by: \.container) {
                bindings[port.description] = .array(mappings.map { $0.json() })
            }
            host["PortBindings"] = .object(bindings)
        }
        return host
    }

    /// `NetworkingConfig`, `nil` when the mode is no network of its own.
    func endpoints() -> JSONValue? {
        guard let mode, !mode.hasPrefix("container:"), !["host", "none"].contains(mode) else {
            return nil
        }
        var endpoint: [String: JSONValue] = [:]
        if !aliases.isEmpty { endpoint["Aliases"] = .strings(aliases) }
        if !links.isEmpty { endpoint["Links"] = .strings(links) }
        var addresses: [String: JSONValue] = [:]
        addresses["IPv4Address"] = ipv4Address.map { .string($0) }
        addresses["IPv6Address"] = ipv6Address.map { .string($0) }
        if !addresses.isEmpty { endpoint["IPAMConfig"] = .object(addresses) }
        return ["EndpointsConfig": .object([mode: .object(endpoint)])]
    }
}

extension PortMapping {
    /// One element of `HostConfig.PortBindings`.
    fileprivate func json() -> JSONValue {
        var binding: [String: JSONValue] = [:]
        binding["HostIp"] = hostAddress.map { .string($0) }
        if let hostPorts {
            let isOne = hostPorts.lowerBound == hostPorts.upperBound
            binding["HostPort"] = .string(
                isOne
                    ? "\(hostPorts.lowerBound)"
                    : "\(hostPorts.lowerBound)-\(hostPorts.upperBound)"
            )
        }
        return .object(binding)
    }
}
