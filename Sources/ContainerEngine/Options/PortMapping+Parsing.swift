extension PortMapping {
    /// The mappings that a text in the form of `--publish` names, one for each port of a range.
    ///
    /// Forms: `80`, `8080:80`, `127.0.0.1:8080:80`, `127.0.0.1::80`, `[::1]:8080:80`, each with
    /// `/udp` behind and with ranges such as `8000-8010:80-90`. A range of the machine's ports
    /// for one port of the container means any of them.
    /// Source: <https://docs.docker.com/engine/network/port-publishing/>
    package static func parse(_ text: String) throws(MappingError) -> [PortMapping] {
        let (ports, networkProtocol) = try splitProtocol(text)
        let (address, parts) = try splitAddress(ports, of: text)
        guard let last = parts.last, !last.isEmpty else {
            throw MappingError(text, "it names no port of the container")
        }
        let container = try range(last, of: text)
        let host =
            parts.count > 1 && !parts[0].isEmpty ? try range(parts[0], of: text) : nil
        guard let host, host.count != container.count else {
            return container.enumerated().map { index, number in
                let port = host.map { $0.lowerBound + index }
                return PortMapping(
                    ContainerPort(number, networkProtocol),
                    hostPorts: port.map { $0...$0 },
                    hostAddress: address
                )
            }
        }
        guard container.count == 1 else {
            throw MappingError(text, "the two ranges differ in length")
        }
        return [
            PortMapping(
                ContainerPort(container.lowerBound, networkProtocol),
                hostPorts: host,
                hostAddress: address
            )
        ]
    }

    /// The ports that a text in the form of `--expose` names, such as `80` or `80-90/udp`.
    package static func parseExposed(_ text: String) throws(MappingError) -> [ContainerPort] {
        let (ports, networkProtocol) = try splitProtocol(text)
        guard !ports.contains(":") else { throw MappingError(text, "it names two ports") }
        return try range(ports, of: text).map { ContainerPort($0, networkProtocol) }
    }

    private static func splitProtocol(
        _ text: String
    ) throws(MappingError) -> (ports: Substring, networkProtocol: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw MappingError(text, "it names two protocols") }
        let name = parts.count > 1 ? parts[1].lowercased() : "tcp"
        guard ["tcp", "udp", "sctp"].contains(name) else {
            throw MappingError(text, "the protocol is none of `tcp`, `udp` and `sctp`")
        }
        return (parts[0], name)
    }

    /// The address and at most two parts behind it: the machine's port and the container's.
    private static func splitAddress(
        _ ports: Substring,
        of text: String
    ) throws(MappingError) -> (address: String?, parts: [Substring]) {
        if ports.hasPrefix("[") {
            guard let end = ports.firstIndex(of: "]"), ports[end...].hasPrefix("]:") else {
                throw MappingError(text, "the address in brackets does not end")
            }
            let address = ports[ports.index(after: ports.startIndex)..<end]
            let parts = ports[ports.index(end, offsetBy: 2)...]
                .split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2 else { throw MappingError(text, "it has too many parts") }
            return (String(address), parts)
        }
        let parts = ports.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            guard parts.count < 3 else {
                throw MappingError(text, "an IPv6 address needs brackets, as in `[::1]:80:80`")
            }
            return (nil, parts)
        }
        let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let isAddress = bytes.count == 4 && bytes.allSatisfy { UInt8($0) != nil }
        guard isAddress || parts[0].isEmpty else {
            throw MappingError(text, "`\(parts[0])` is no IP address")
        }
        return (parts[0].isEmpty ? nil : String(parts[0]), Array(parts.dropFirst()))
    }

    private static func range(
        _ part: Substring,
        of text: String
    ) throws(MappingError) -> ClosedRange<Int> {
        let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = ends.first.flatMap({ port($0) }),
            let last = ends.last.flatMap({ port($0) })
        else { throw MappingError(text, "`\(part)` is no port from 1 to 65535") }
        guard first <= last else { throw MappingError(text, "the range goes backwards") }
        return first...last
    }

    private static func port(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.allSatisfy(\.isASCIIDigit), let number = Int(text) else {
            return nil
        }
        return (1...65_535).contains(number) ? number : nil
    }
}
