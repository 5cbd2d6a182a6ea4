import ContainerEngine

/// Waits until a service is ready, asking at once and often instead of at its declared interval.
///
/// The health command, its time limit and the whole time it may take come from the container's
/// options, or its image's; only the rhythm is ours, so that a service that is ready after half a
/// second is used after half a second.
struct ServiceHealth: Sendable {
    /// How it ended.
    enum Verdict: Sendable, Hashable {
        /// It has no health command, or the command succeeded.
        case healthy
        /// It has no health command and has ended already, which GitHub takes for healthy too.
        case ended(status: Int)
        /// The command did not succeed in time; what it wrote last.
        case unhealthy(String)
        /// The container ended by itself.
        case exited(status: Int)

        /// Whether the container has ended.
        var isEnd: Bool {
            switch self {
            case .ended, .exited: true
            case .healthy, .unhealthy: false
            }
        }
    }

    /// The engine's defaults, for what options and image leave open.
    ///
    /// Source: <https://docs.docker.com/reference/dockerfile/#healthcheck>
    private static let interval = Duration.seconds(30)
    private static let timeout = Duration.seconds(30)
    private static let retries = 3
    /// The bytes of a command's output after which nothing more is kept.
    private static let outputLimit = 64 << 10

    /// The container engine.
    let engine: Engine
    /// The service's container.
    let container: String
    /// The health check; nil when there is none.
    let probe: HealthProbe?
    /// The command of the image, for a probe that inherits it.
    let inherited: HealthProbe?

    /// Waits for the verdict; cancelling the task gives up.
    func wait() async throws -> Verdict {
        guard let arguments = command else {
            let state = try await engine.container(container).state
            return state.isRunning ? .healthy : .ended(status: state.exitStatus)
        }
        let clock = ContinuousClock()
        let deadline = clock.now + budget
        var slowest = Duration.zero
        var pause = Duration.milliseconds(100)
        var last = ""
        while true {
            if let verdict = try await runningVerdict() { return verdict }
            let start = clock.now
            let attempt = try await ask(arguments)
            if attempt.isHealthy { return .healthy }
            last = attempt.output
            slowest = max(slowest, clock.now - start)
            guard clock.now < deadline + slowest * retries else { return .unhealthy(last) }
            try await Task.sleep(for: pause)
            pause = min(pause * 1.25, .seconds(1))
        }
    }

    private var command: [String]? {
        switch probe?.command {
        case nil: nil
        case .shell(let text): ["/bin/sh", "-c", text]
        case .arguments(let arguments): arguments
        case .inherited:
            switch inherited?.command {
            case .shell(let text): ["/bin/sh", "-c", text]
            case .arguments(let arguments): arguments
            case .inherited, nil: nil
            }
        }
    }

    /// As long as the engine would take to call it unhealthy if the command took no time.
    private var budget: Duration {
        let interval = probe?.interval ?? inherited?.interval ?? Self.interval
        let start = probe?.startPeriod ?? inherited?.startPeriod ?? .zero
        return start + interval * retries
    }

    private var retries: Int { probe?.retries ?? inherited?.retries ?? Self.retries }

    private var limit: Duration {
        probe?.timeout ?? inherited?.timeout ?? Self.timeout
    }

    /// The verdict when the container does not run any more.
    private func runningVerdict() async throws -> Verdict? {
        let state = try await engine.container(container).state
        return state.isRunning ? nil : .exited(status: state.exitStatus)
    }

    /// Runs the command once; one that takes longer than its limit has failed.
    private func ask(_ arguments: [String]) async throws -> (isHealthy: Bool, output: String) {
        try await withThrowingTaskGroup(of: (Bool, String).self) { group in
            group.addTask { [engine, container] in
                var output: [UInt8] = []
                do {
                    let status = try await engine.run(arguments, in: container) { chunk in
                        if output.count < Self.outputLimit { output += chunk.bytes }
                    }
                    return (status == 0, Self.wholeLines(of: output))
                } catch let error as EngineError {
                    return (false, error.message)
                }
            }
            group.addTask { [limit] in
                try await Task.sleep(for: limit)
                return (false, "the health command took longer than its limit")
            }
            let first = try await group.next() ?? (false, "")
            group.cancelAll()
            return first
        }
    }

    /// An output without a last line that may be cut: a mask would not know a secret in it.
    private static func wholeLines(of output: [UInt8]) -> String {
        guard output.count >= outputLimit else { return String(decoding: output, as: UTF8.self) }
        let end = output.lastIndex(of: UInt8(ascii: "\n")) ?? 0
        return String(decoding: output[..<end], as: UTF8.self)
    }
}
