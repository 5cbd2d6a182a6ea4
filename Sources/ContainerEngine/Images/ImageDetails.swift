/// What the engine knows about one image.
package struct ImageDetails: Sendable, Hashable {
    /// The id, such as `sha256:…`.
    package var id: String
    /// Names with tags.
    package var tags: [String]
    /// Names with digests, once pulled or pushed.
    package var digests: [String]
    /// In Go's words: `amd64`, `arm64`.
    package var architecture: String
    /// Such as `v8` for 64-bit ARM.
    package var variant: String?
    /// `linux` or `windows`.
    package var operatingSystem: String
    /// Bytes of all its layers on the engine's disk.
    package var sizeBytes: Int64
    /// RFC 3339.
    package var created: String?
    /// When the engine last gave it a name, as every build does; RFC 3339, a year 0001 is never.
    package var lastNamed: String?
    /// What it says about containers made of it.
    package var configuration: ImageConfiguration
}

/// What an image says about the containers made of it.
package struct ImageConfiguration: Sendable, Hashable {
    /// `NAME=value` in order.
    package var environment: [String] = []
    /// Empty for root.
    package var user = ""
    /// What runs, before `command`; empty for none.
    package var entrypoint: [String] = []
    /// What runs, or the arguments of `entrypoint`.
    package var command: [String] = []
    /// Empty for `/`.
    package var workingDirectory = ""
    /// Ports its program listens on.
    package var exposedPorts: [ContainerPort] = []
    /// Paths that get a volume of their own.
    package var volumes: [String] = []
    /// Names and values given when it was built.
    package var labels: [String: String] = [:]
    /// The signal that ends its program; `nil` is SIGTERM.
    package var stopSignal: String?
    /// `nil` when the image has none.
    package var healthCheck: HealthCheck?

    /// An image that says nothing.
    package init() {}

    /// The value of a variable of the image.
    package func variable(_ name: String) -> String? {
        environment.last { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }
}

/// One line of a list of images.
package struct ImageSummary: Sendable, Hashable {
    /// The id, such as `sha256:…`.
    package var id: String
    /// Names with tags, none for an image that lost them.
    package var tags: [String]
    /// Names and values given when it was built.
    package var labels: [String: String]
    /// Bytes of all its layers on the engine's disk.
    package var sizeBytes: Int64
    /// Seconds since 1970.
    package var createdSeconds: Int64
}
