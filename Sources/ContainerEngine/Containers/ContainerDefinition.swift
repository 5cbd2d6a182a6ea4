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
    /// Names and values by which it is found again.
    package var labels: [String: String] = [:]
    /// What runs in it.
    package var process = ContainerProcess()
    /// Which of its standard streams stay open.
    package var streams = ContainerStreams()
    /// Which files it sees.
    package var storage = ContainerStorage()
    /// How it is reached and what it reaches.
    package var network = ContainerNetwork()
    /// How much of the machine it may use.
    package var limits = ContainerLimits()
    /// What separates it from the machine.
    package var isolation = ContainerIsolation()
    /// How it ends and what is kept of it.
    package var lifecycle = ContainerLifecycle()
    /// How its health is found out.
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
    /// `nil` or empty keeps the image's, unless `entrypoint` is set: then there is none.
    package var command: [String]?
    /// `NAME=value` in order; a bare `NAME` takes the image's variable away.
    package var environment: [String] = []
    /// User and group as in `1000:1000` or `app`.
    package var user: String?
    /// An absolute path; `nil` keeps the image's.
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
    /// Whether the input stays open while nobody is attached.
    package var keepsInputOpen = false
    /// Whether the input ends when the first attached client leaves.
    package var closesInputAfterFirstClient = false
    /// Whether the input is for attached clients.
    package var attachesInput = false
    /// Whether attached clients get what it writes to stdout.
    package var attachesOutput = false
    /// Whether attached clients get what it writes to stderr.
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
    /// When the engine starts it again by itself.
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
    /// As the engine is set up, usually into files.
    case engineDefault
    /// Nowhere: logs cannot be read later.
    case none
    /// A driver of the engine with its options.
    case named(String, options: [String: String])
}

/// When the engine starts a container again by itself.
package enum RestartPolicy: Sendable, Hashable {
    /// It stays down.
    case never
    /// After every exit and when the engine starts.
    case always
    /// Like `always`, until somebody stops it.
    case unlessStopped
    /// After a failure, at most so many times; 0 is without limit.
    case onFailure(maximumRetries: Int)
}
