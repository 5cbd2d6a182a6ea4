/// How a container is reached and what it reaches.
package struct ContainerNetwork: Sendable, Hashable {
    /// A network's name or id, `bridge`, `host`, `none` or `container:<id>`; `nil` is the default.
    package var mode: String?
    /// Names of the container inside its network.
    package var aliases: [String] = []
    /// Ports the container listens on, published or not.
    package var exposedPorts: [ContainerPort] = []
    /// Ports of the container that are ports of the engine's machine too.
    package var publishedPorts: [PortMapping] = []
    /// Whether every exposed port is published on a free port.
    package var publishesAllPorts = false
    package var hostname: String?
    package var domainName: String?
    package var dnsServers: [String] = []
    package var dnsOptions: [String] = []
    package var dnsSearch: [String] = []
    /// Lines of `/etc/hosts` in the form `name:address`.
    package var extraHosts: [String] = []
    package var macAddress: String?
    /// A fixed address in the network, version 4 or 6 by its form.
    package var ipv4Address: String?
    package var ipv6Address: String?

    /// The engine's default network.
    package init() {}
}

/// A port inside a container.
package struct ContainerPort: Sendable, Hashable, CustomStringConvertible {
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
