/// What separates a container from the machine, and what does not.
package struct ContainerIsolation: Sendable, Hashable {
    /// Whether it gets nearly all rights of the machine.
    package var isPrivileged = false
    /// Capabilities such as `SYS_PTRACE`, without or with `CAP_`, or `ALL`.
    package var addedCapabilities: [String] = []
    /// Taken away from the engine's usual ones; `ALL` is all of them.
    package var droppedCapabilities: [String] = []
    /// Such as `seccomp=unconfined` or `no-new-privileges`.
    package var securityOptions: [String] = []
    /// Devices of the machine to be seen.
    package var devices: [DeviceMapping] = []
    /// Rules in the form of the devices control group, such as `c 42:* rmw`.
    package var deviceRules: [String] = []
    /// Values of `sysctl` by name, of the container's own namespaces.
    package var kernelParameters: [String: String] = [:]
    /// `host`, `container:<id>`, …; `nil` is a namespace of its own.
    package var processNamespace: String?
    /// As `processNamespace`, for shared memory and message queues.
    package var ipcNamespace: String?
    /// As `processNamespace`, for users: only `host` is known.
    package var userNamespace: String?
    /// As `processNamespace`, for the host name: only `host` is known.
    package var hostnameNamespace: String?
    /// `host` or `private`.
    package var controlGroupNamespace: String?
    /// The control group to be put under.
    package var controlGroupParent: String?
    /// The engine's OCI runtime, such as `runc`.
    package var runtime: String?

    /// The engine's usual isolation.
    package init() {}
}

/// A device of the machine inside a container.
package struct DeviceMapping: Sendable, Hashable {
    /// The device on the engine's machine.
    package var hostPath: String
    /// The device inside the container.
    package var containerPath: String
    /// Any of `r`, `w` and `m`.
    package var permissions: String

    /// A device at the same path, with all permissions, unless told otherwise.
    package init(_ hostPath: String, at containerPath: String? = nil, permissions: String = "rwm") {
        self.hostPath = hostPath
        self.containerPath = containerPath ?? hostPath
        self.permissions = permissions
    }
}
