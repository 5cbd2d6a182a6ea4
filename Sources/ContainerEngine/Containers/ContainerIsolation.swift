/// What separates a container from the machine, and what does not.
package struct ContainerIsolation: Sendable, Hashable {
    package var isPrivileged = false
    /// Capabilities such as `SYS_PTRACE`, without or with `CAP_`, or `ALL`.
    package var addedCapabilities: [String] = []
    package var droppedCapabilities: [String] = []
    /// Such as `seccomp=unconfined` or `no-new-privileges`.
    package var securityOptions: [String] = []
    package var devices: [DeviceMapping] = []
    /// Rules in the form of the devices control group, such as `c 42:* rmw`.
    package var deviceRules: [String] = []
    package var kernelParameters: [String: String] = [:]
    /// `host`, `container:<id>`, …; `nil` is a namespace of its own.
    package var processNamespace: String?
    package var ipcNamespace: String?
    package var userNamespace: String?
    package var hostnameNamespace: String?
    package var controlGroupNamespace: String?
    package var controlGroupParent: String?
    /// The engine's OCI runtime, such as `runc`.
    package var runtime: String?

    /// The engine's usual isolation.
    package init() {}
}

/// A device of the machine inside a container.
package struct DeviceMapping: Sendable, Hashable {
    package var hostPath: String
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
