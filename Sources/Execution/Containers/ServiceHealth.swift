import ContainerEngine

/// Waits until a service is ready, asking at once and often instead of at its declared interval.
///
/// The health command, its time limit and the whole time it may take come from the container's
/// options, or its image's; only the rhythm is ours, so that a service that is ready after half a
/// second is used after half a second.
///
/// GitHub asks first when the interval has passed. A success before counts only where the service
/// listens at its ports, too: images of databases answer their own health command while they
/// initialise, start again, and take connections only then.
/// Source: docker-library/postgres `docker-entrypoint.sh`
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
    /// How often the engine asks within a start period that says nothing of it.
    private static let startInterval = Duration.seconds(5)
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
    /// The ports at which it has to listen when it is healthy early.
    var ports = ServicePorts()

    /// Waits for the verdict; cancelling the task gives up.
    func wait() async throws -> Verdict {
        guard let command else {
            let state = try await engine.container(container).state
            return state.isRunning ? .healthy : .ended(status: state.exitStatus)
        }
        let clock = ContinuousClock()
        let begin = clock.now
        let deadline = begin + budget
        let firstAsk = begin + firstInterval
        var slowest = Duration.zero
        var pause = Duration.milliseconds(100)
        var last = ""
        while true {
            if let verdict = try await runningVerdict() { return verdict }
            let start = clock.now
            let attempt = try await ask(command, isEarly: start < firstAsk && !ports.isEmpty)
            if attempt.isHealthy { return .healthy }
            last = attempt.output
            slowest = max(slowest, clock.now - start)
            guard clock.now < deadline + slowest * retries else { return .unhealthy(last) }
            let left = firstAsk - clock.now
            try await Task.sleep(for: left > .zero ? min(pause, left) : pause)
            pause = min(pause * 1.25, .seconds(1))
        }
    }

    /// Whether there is a health command.
    var hasCommand: Bool { command != nil }

    /// The health command; nil when there is none.
    private var command: HealthProbe.Command? {
        let command = probe.flatMap { $0.command == .inherited ? inherited?.command : $0.command }
        return command == .inherited ? nil : command
    }

    /// When the engine would ask first, after the start.
    private var firstInterval: Duration {
        let interval = probe?.interval ?? inherited?.interval ?? Self.interval
        let start = probe?.startPeriod ?? inherited?.startPeriod ?? .zero
        guard start > .zero else { return interval }
        return min(interval, probe?.startInterval ?? inherited?.startInterval ?? Self.startInterval)
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

    /// Asks once; early, also whether the service listens at its ports.
    private func ask(
        _ command: HealthProbe.Command,
        isEarly: Bool
    ) async throws -> (isHealthy: Bool, output: String) {
        switch command {
        case .inherited: return (false, "")
        case .shell(let text) where isEarly:
            // In one call, because each costs time.
            let answer = try await run(["/bin/sh", "-c", Self.askAndList, "sh", text])
            guard answer.isHealthy else { return answer }
            let tables = answer.output.split(separator: Self.mark, maxSplits: 1).last ?? ""
            return (ports.areServed(by: ListeningPorts(tables)), "")
        case .shell(let text): return try await run(["/bin/sh", "-c", text])
        case .arguments(let arguments):
            let answer = try await run(arguments)
            guard isEarly, answer.isHealthy else { return answer }
            let tables = try await run(["cat"] + ListeningPorts.paths)
            return (ports.areServed(by: ListeningPorts(tables.output)), "")
        }
    }

    /// What stands before the kernel's tables in an output.
    private static let mark = "actlocal: sockets"
    /// Runs the command that is its argument, and when it succeeds lists the sockets; with as few
    /// processes as there may be.
    private static let askAndList =
        #"(eval "$1") || exit; echo; echo "\#(mark)"; "#
        + "for table in \(ListeningPorts.paths.joined(separator: " ")); do "
        + "[ ! -r $table ] || set -- \"$@\" $table; done; shift; exec cat \"$@\""

    /// Runs a command once; one that takes longer than its limit has failed.
    private func run(_ arguments: [String]) async throws -> (isHealthy: Bool, output: String) {
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
