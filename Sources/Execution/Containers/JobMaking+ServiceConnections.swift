import ContainerEngine
import Expressions
import InitProtocol
import Synchronization

/// Something that is done once.
final class FirstTime: Sendable {
    private let isTaken = Mutex(false)

    /// Whether it has not been done yet; from now on it has.
    func take() -> Bool {
        isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }
}

extension JobMaking {
    /// Makes service ports reachable on the job's own `localhost`, and describes the services.
    ///
    /// In a job container GitHub's services are reached by their names only, so nothing listens.
    func connect(
        _ services: [RunningService],
        to host: any StepHost
    ) async throws -> ExpressionValue {
        var entries: [(String, ExpressionValue)] = []
        for service in services {
            var ports: [(String, ExpressionValue)] = []
            for mapping in service.ports {
                let port = try await open(mapping, of: service, on: host)
                ports.append(("\(mapping.container.number)", .string("\(port)")))
            }
            entries.append(
                (
                    service.alias,
                    .object([
                        ("id", .string(service.id)), ("ports", .object(ports)),
                        ("network", .string(service.networkID)),
                    ])
                )
            )
        }
        return .object(entries)
    }

    private func open(
        _ mapping: PortMapping,
        of service: RunningService,
        on host: any StepHost
    ) async throws -> Int {
        let wanted = mapping.hostPorts?.lowerBound
        guard opening.container == nil, !service.address.isEmpty else {
            return wanted ?? mapping.container.number
        }
        let port = UInt16(clamping: wanted ?? 0)
        let isUDP = mapping.container.networkProtocol == "udp"
        let forward = try await host.forward(
            ForwardRequest(
                listener: isUDP ? .udp(port) : .tcp(port),
                target: .address(
                    service.address,
                    port: UInt16(clamping: mapping.container.number)
                )
            )
        ) { _ in await tellHeld(service) }
        return Int(forward.port)
    }

    /// Says of a service that a connection waited for it, where only a health command makes sure of
    /// that on GitHub: its engine takes a connection at once, and ends it when nobody listens.
    ///
    /// Source: <https://docs.github.com/actions/tutorials/use-containerized-services>
    private func tellHeld(_ service: RunningService) async {
        guard !service.isChecked, service.held.take() else { return }
        await warn(
            "a connection to the service `\(service.alias)` was held until the service listened; "
                + "on GitHub it fails if the service is no faster than the step: give it a health "
                + "command with `options: --health-cmd`"
        )
    }
}
