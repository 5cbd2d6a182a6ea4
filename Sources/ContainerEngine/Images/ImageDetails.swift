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
    package var variant: String?
    package var operatingSystem: String
    package var sizeBytes: Int64
    /// RFC 3339.
    package var created: String?
    package var configuration: ImageConfiguration
}

/// What an image says about the containers made of it.
package struct ImageConfiguration: Sendable, Hashable {
    /// `NAME=value` in order.
    package var environment: [String] = []
    /// Empty for root.
    package var user = ""
    package var entrypoint: [String] = []
    package var command: [String] = []
    /// Empty for `/`.
    package var workingDirectory = ""
    package var exposedPorts: [ContainerPort] = []
    /// Paths that get a volume of their own.
    package var volumes: [String] = []
    package var labels: [String: String] = [:]
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
    package var id: String
    package var tags: [String]
    package var labels: [String: String]
    package var sizeBytes: Int64
    /// Seconds since 1970.
    package var createdSeconds: Int64
}
