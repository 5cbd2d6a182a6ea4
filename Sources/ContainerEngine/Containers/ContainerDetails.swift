/// What the engine knows about one container.
package struct ContainerDetails: Sendable, Hashable {
    /// The whole id, 64 hexadecimal digits.
    package var id: String
    /// Without the engine's leading slash.
    package var name: String
    /// The image's name as it was given.
    package var image: String
    /// The image's labels and the definition's together.
    package var labels: [String: String]
    /// `NAME=value`, the image's and the definition's together.
    package var environment: [String]
    /// As in `1000:1000` or `app`; empty for root.
    package var user: String
    /// Empty for `/`.
    package var workingDirectory: String
    /// Whether its output is one raw stream.
    package var hasTerminal: Bool
    /// Where it is in its life.
    package var state: ContainerState
    /// By the network's name.
    package var networks: [String: NetworkAttachment]
    /// Ports published, and exposed ones that are not: those with no bindings.
    package var ports: [ContainerPort: [PortBinding]]
    /// What is mounted in it, volumes of the image included.
    package var mounts: [MountDetails]
    /// Whether it has nearly all rights of the machine.
    package var isPrivileged: Bool

    /// A variable of the container's environment.
    package func variable(_ name: String) -> String? {
        environment.last { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }
}

/// Where a container is in its life.
package struct ContainerState: Sendable, Hashable {
    /// The engine's words for it.
    package enum Status: String, Sendable {
        /// Where the engine says it is.
        case created, running, paused, restarting, removing, exited, dead
        /// A word we do not know.
        case unknown
    }

    /// The engine's verdict of a health check.
    package enum Health: String, Sendable {
        /// What the engine says of its health.
        case starting, healthy, unhealthy
        /// There is no check.
        case none
    }

    /// Where it is in its life.
    package var status: Status
    /// The exit status of the last run.
    package var exitStatus: Int
    /// On the engine's machine; 0 when it does not run.
    package var processID: Int
    /// Why it did not start, in the engine's words.
    package var error: String
    /// What its health check says.
    package var health: Health
    /// RFC 3339; a year 0001 is never.
    package var startedAt: String

    /// Whether its first process runs now.
    package var isRunning: Bool { status == .running }
}

/// A container's place in one network.
package struct NetworkAttachment: Sendable, Hashable {
    /// The network's id.
    package var networkID: String
    /// Empty while it does not run.
    package var address: String
    /// Names by which the network's containers find it.
    package var aliases: [String]
}

/// The machine's address and port behind which a container's port is.
package struct PortBinding: Sendable, Hashable {
    /// Such as `0.0.0.0` or `::`.
    package var hostAddress: String
    /// The port on that address.
    package var hostPort: Int
}

/// One mount as the engine made it.
package struct MountDetails: Sendable, Hashable {
    /// `bind`, `volume` or `tmpfs`.
    package var kind: String
    /// The volume's name, empty for others.
    package var name: String
    /// A path of the engine's machine.
    package var source: String
    /// The path inside the container.
    package var target: String
    /// Whether the container can only read it.
    package var isReadOnly: Bool
}

/// One line of a list of containers.
package struct ContainerSummary: Sendable, Hashable {
    /// The whole id, 64 hexadecimal digits.
    package var id: String
    /// Without the engine's leading slash.
    package var names: [String]
    /// The image's name, or its id when the name has moved on.
    package var image: String
    /// The image's labels and the definition's together.
    package var labels: [String: String]
    /// Where it is in its life.
    package var status: ContainerState.Status
    /// Seconds since 1970.
    package var createdSeconds: Int64
}
