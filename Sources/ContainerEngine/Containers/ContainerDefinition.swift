/// Everything said about a container before it exists.
///
/// What is `nil` or empty is left to the image or the engine.
package struct ContainerDefinition: Sendable, Hashable {
    /// The image's name, digest or id.
    package var image: String
    /// The container's name; the engine invents one for `nil`.
    package var name: String?
    /// The wanted platform, as in `linux/arm64`.
    package var platform: String?
    package var labels: [String: String] = [:]
    package var process = ContainerProcess()
    package var streams = ContainerStreams()
    package var storage = ContainerStorage()
    package var network = ContainerNetwork()
    package var limits = ContainerLimits()
    package var isolation = ContainerIsolation()
    package var lifecycle = ContainerLifecycle()
    package var healthCheck: HealthCheck = .inherited

    /// A container that is all defaults but its image.
    package init(image: String, name: String? = nil) {
        self.image = image
        self.name = name
    }
}

/// What a container runs, and how.
package struct ContainerProcess: Sendable, Hashable {
    /// `nil` keeps the image's; an empty list clears it.
    package var entrypoint: [String]?
    /// `nil` keeps the image's; an empty list clears it.
    package var command: [String]?
    /// `NAME=value` in order; a bare `NAME` takes the image's variable away.
    package var environment: [String] = []
    /// User and group as in `1000:1000` or `app`.
    package var user: String?
    package var workingDirectory: String?
    /// Further groups of the user, by name or number.
    package var additionalGroups: [String] = []
    /// Whether the engine runs its own small init as PID 1; `nil` is the engine's default.
    package var usesEngineInit: Bool?

    /// The image's process.
    package init() {}
}

/// Which standard streams a container keeps open for somebody to attach.
package struct ContainerStreams: Sendable, Hashable {
    package var keepsInputOpen = false
    /// Whether the input ends when the first attached client leaves.
    package var closesInputAfterFirstClient = false
    package var attachesInput = false
    package var attachesOutput = false
    package var attachesErrors = false
    /// Whether the container gets a terminal: one raw stream instead of two marked ones.
    package var hasTerminal = false

    /// No streams.
    package init() {}

    /// Input, output and errors over an attached stream; the input survives re-attaching.
    package static var attached: ContainerStreams {
        var streams = ContainerStreams()
        streams.keepsInputOpen = true
        streams.attachesInput = true
        streams.attachesOutput = true
        streams.attachesErrors = true
        return streams
    }
}

/// How a container ends and what is kept of it.
package struct ContainerLifecycle: Sendable, Hashable {
    /// What the engine keeps of the output; `none` is by far the fastest for an attached one.
    package var logDriver: LogDriver = .engineDefault
    /// Whether the engine removes the container when it exits.
    package var removesItself = false
    package var restart: RestartPolicy = .never
    /// The signal that `stop` sends, such as `SIGINT`; `nil` is the image's or SIGTERM.
    package var stopSignal: String?
    /// Seconds between that signal and SIGKILL.
    package var stopTimeoutSeconds: Int?

    /// Defaults of the engine.
    package init() {}
}

/// Where a container's output goes besides attached clients.
package enum LogDriver: Sendable, Hashable {
    case engineDefault
    /// Nowhere: logs cannot be read later.
    case none
    case named(String, options: [String: String])
}

/// When the engine starts a container again by itself.
package enum RestartPolicy: Sendable, Hashable {
    case never
    case always
    case unlessStopped
    /// After a failure, at most so many times; 0 is without limit.
    case onFailure(maximumRetries: Int)
}
