import ContainerEngine
import RunEvents
import Workflows

extension JobMaking {
    /// The ports of each service that can be forwarded, by its alias; the others are listed.
    ///
    /// It is asked before any service is made.
    ///
    /// - Throws: `JobOpenError` for a text that names no port, and for a port that is wanted twice.
    func servicePorts() async throws -> [String: [PortMapping]] {
        var ports: [String: [PortMapping]] = [:]
        var owners: [WantedPort: String] = [:]
        for service in opening.services {
            for written in service.container?.ports ?? [] {
                for mapping in try await forwarded(written)
                where ports[service.alias]?.contains(mapping) != true {
                    ports[service.alias, default: []].append(mapping)
                    guard let wanted = WantedPort(mapping) else { continue }
                    if let owner = owners.updateValue(service.alias, forKey: wanted) {
                        throw Self.conflict(wanted, owner, service.alias, at: written)
                    }
                }
            }
        }
        return ports
    }

    /// A port of the job's `localhost` that a workflow asks for by its number.
    private struct WantedPort: Hashable {
        let number: Int
        let networkProtocol: String

        /// Nil for any free port, and for one of a range.
        init?(_ mapping: PortMapping) {
            guard let ports = mapping.hostPorts, ports.count == 1 else { return nil }
            number = ports.lowerBound
            networkProtocol = mapping.container.networkProtocol
        }
    }

    private func forwarded(_ written: Located<String>) async throws -> [PortMapping] {
        let mappings: [PortMapping]
        do {
            mappings = try PortMapping.parse(written.value)
        } catch {
            throw JobOpenError("\(error)", at: written.span, cause: .workflow)
        }
        let known = mappings.filter { ["tcp", "udp"].contains($0.container.networkProtocol) }
        for mapping in mappings where !known.contains(mapping) {
            await notHonoured(
                "service port \(mapping.container)",
                reason: "only TCP and UDP are forwarded to the job's `localhost`",
                at: written.span
            )
        }
        return known
    }

    private static func conflict(
        _ port: WantedPort,
        _ first: String,
        _ second: String,
        at written: Located<String>
    ) -> JobOpenError {
        let text = "port \(port.number) of the job's `localhost`"
        return JobOpenError(
            first == second
                ? "the service `\(first)` wants \(text) for two ports of its own"
                : "the services `\(first)` and `\(second)` both want \(text)",
            help: "write another number before the colon of one of them",
            at: written.span,
            cause: .workflow
        )
    }
}
