/// How a container is reached and what it reaches.
package struct ContainerNetwork: Sendable, Hashable {
    /// A network's name or id, `bridge`, `host`, `none` or `container:<id>`; `nil` is the default.
    package var mode: String?
    /// Names of the container inside its network.
    package var aliases: [String] = []
    /// Other containers of its network under names that only this one knows, as `CONTAINER:NAME`;
    /// they need not be there yet.
    package var links: [String] = []
    /// Ports the container listens on, published or not.
    package var exposedPorts: [ContainerPort] = []
    /// Ports of the container that are ports of the engine's machine too.
    package var publishedPorts: [PortMapping] = []
    /// Whether every exposed port is published on a free port.
    package var publishesAllPorts = false
    /// The name it has for itself; `nil` is the start of its id.
    package var hostname: String?
    /// The domain it is in, for itself.
    package var domainName: String?
    /// Addresses of name servers; empty is the engine's choice.
    package var dnsServers: [String] = []
    /// Options of the resolver, such as `ndots:1`.
    package var dnsOptions: [String] = []
    /// Domains in which short names are looked up.
    package var dnsSearch: [String] = []
    /// Lines of `/etc/hosts` in the form `name:address`.
    package var extraHosts: [String] = []
    /// As in `02:42:ac:11:00:02`; `nil` is the engine's choice.
    package var macAddress: String?
    /// A fixed address in the network, version 4 or 6 by its form.
    package var ipv4Address: String?
    /// As `ipv4Address`, of version 6.
    package var ipv6Address: String?

    /// The engine's default network.
    package init() {}
}

/// A port inside a container.
package struct ContainerPort: Sendable, Hashable, CustomStringConvertible {
    /// From 1 to 65535.
    package var number: Int
    /// `tcp`, `udp` or `sctp`.
    package var networkProtocol: String

    /// A TCP port unless told otherwise.
    package init(_ number: Int, _ networkProtocol: String = "tcp") {
        self.number = number
        self.networkProtocol = networkProtocol
    }

    /// The engine's spelling, such as `8080/tcp`.
    package var description: String { "\(number)/\(networkProtocol)" }
}
