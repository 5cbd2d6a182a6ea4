/// What the engine knows about one container.
package struct ContainerDetails: Sendable, Hashable {
    package var id: String
    /// Without the engine's leading slash.
    package var name: String
    /// The id of the image it was made of.
    package var imageID: String
    /// The image's name as it was given.
    package var image: String
    package var labels: [String: String]
    /// `NAME=value`, the image's and the definition's together.
    package var environment: [String]
    package var user: String
    package var workingDirectory: String
    package var hasTerminal: Bool
    package var state: ContainerState
    /// By the network's name.
    package var networks: [String: NetworkAttachment]
    /// Ports published, and exposed ones that are not: those with no bindings.
    package var ports: [ContainerPort: [PortBinding]]
    package var hasHealthCheck: Bool
    package var mounts: [MountDetails]
    /// Bytes and limits as the engine applied them.
    package var memoryLimitBytes: Int64
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
        case created, running, paused, restarting, removing, exited, dead
        /// A word we do not know.
        case unknown
    }

    /// The engine's verdict of a health check.
    package enum Health: String, Sendable {
        case starting, healthy, unhealthy
        /// There is no check.
        case none
    }

    package var status: Status
    /// The exit status of the last run.
    package var exitStatus: Int
    /// On the engine's machine; 0 when it does not run.
    package var processID: Int
    package var wasOutOfMemory: Bool
    /// Why it did not start, in the engine's words.
    package var error: String
    package var health: Health
    /// What the last health checks wrote, oldest first.
    package var healthLog: [HealthRecord]
    /// RFC 3339; a year 0001 is never.
    package var startedAt: String
    package var finishedAt: String

    package var isRunning: Bool { status == .running }
}

/// One run of a health check.
package struct HealthRecord: Sendable, Hashable {
    package var exitStatus: Int
    package var output: String
}

/// A container's place in one network.
package struct NetworkAttachment: Sendable, Hashable {
    package var networkID: String
    /// Empty while it does not run.
    package var address: String
    package var aliases: [String]
}

/// The machine's address and port behind which a container's port is.
package struct PortBinding: Sendable, Hashable {
    package var hostAddress: String
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
    package var target: String
    package var isReadOnly: Bool
}

/// One line of a list of containers.
package struct ContainerSummary: Sendable, Hashable {
    package var id: String
    /// Without the engine's leading slash.
    package var names: [String]
    package var image: String
    package var labels: [String: String]
    package var status: ContainerState.Status
    /// Seconds since 1970.
    package var createdSeconds: Int64
}
