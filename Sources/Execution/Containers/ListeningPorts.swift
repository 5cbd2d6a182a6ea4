import ContainerEngine

/// The TCP ports of a container that take connections from its network, as its kernel tells.
///
/// Shape: a line for each socket, such as `0: 0100007F:1538 00000000:0000 0A …`: its own address
/// and port in hexadecimal, the other side's, and the state, where `0A` is one that listens.
/// Source: <https://docs.kernel.org/networking/proc_net_tcp.html>
struct ListeningPorts: Sendable, Hashable {
    /// The kernel's tables.
    static let paths = ["/proc/net/tcp", "/proc/net/tcp6"]

    /// Their numbers; those at loopback addresses alone are not among them.
    let numbers: Set<Int>

    /// Reads the kernel's tables, other lines being skipped; nil without any, as where an image
    /// has no program that shows them.
    init?(_ tables: some StringProtocol) {
        guard tables.contains("local_address") else { return nil }
        var numbers: Set<Int> = []
        for line in tables.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 3, fields[3] == "0A" else { continue }
            let sides = fields[1].split(separator: ":")
            guard sides.count == 2, !Self.isLoopback(String(sides[0])),
                let number = Int(sides[1], radix: 16)
            else { continue }
            numbers.insert(number)
        }
        self.numbers = numbers
    }

    /// Whether an address is one of 127.0.0.0/8, also as a part of IPv6, or `::1`; each group of
    /// four bytes is turned round.
    private static func isLoopback(_ address: String) -> Bool {
        let mapped = "0000000000000000FFFF0000"
        let isOfFour = address.count == 8 || address.hasPrefix(mapped)
        return isOfFour && address.hasSuffix("7F") || address == "00000000000000000000000001000000"
    }
}

/// The TCP ports that a service is asked at.
struct ServicePorts: Sendable, Hashable {
    /// Their numbers.
    let numbers: Set<Int>
    /// Whether one of them is enough, as of those that an image exposes and may not use.
    let isOneEnough: Bool

    /// Those that the workflow names, else those that the image exposes.
    init(_ named: [ContainerPort] = [], exposed: [ContainerPort] = []) {
        func numbers(_ ports: [ContainerPort]) -> Set<Int> {
            Set(ports.filter { $0.networkProtocol == "tcp" }.map(\.number))
        }
        self.numbers = numbers(named.isEmpty ? exposed : named)
        isOneEnough = named.isEmpty
    }

    /// Whether nothing is known of them.
    var isEmpty: Bool { numbers.isEmpty }

    /// Whether the service can be asked; what is not known is believed.
    func areServed(by listening: ListeningPorts?) -> Bool {
        guard let listening else { return true }
        return isOneEnough
            ? !numbers.isDisjoint(with: listening.numbers)
            : numbers.isSubset(of: listening.numbers)
    }
}
