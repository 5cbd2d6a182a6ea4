/// How the engine finds out whether a container is healthy.
package enum HealthCheck: Sendable, Hashable {
    /// As the image says.
    case inherited
    /// Not at all.
    case disabled
    /// As said here.
    case custom(HealthProbe)
}

/// A health check's command and its rhythm; `nil` is the image's or the engine's default.
package struct HealthProbe: Sendable, Hashable {
    /// How the check runs.
    package enum Command: Sendable, Hashable {
        /// The image's own command.
        case inherited
        /// One text for the container's `/bin/sh -c`.
        case shell(String)
        /// A program and its arguments.
        case arguments([String])
    }

    /// What is run; exit status 0 is healthy.
    package var command: Command = .inherited
    /// Between the end of one check and the next.
    package var interval: Duration?
    /// How long one check may take.
    package var timeout: Duration?
    /// How long failures do not count after the start.
    package var startPeriod: Duration?
    /// How often it checks during `startPeriod`; needs API 1.44.
    package var startInterval: Duration?
    /// Failures in a row that make a container unhealthy.
    package var retries: Int?

    /// The image's health check.
    package init(command: Command = .inherited) {
        self.command = command
    }
}

extension HealthCheck: Decodable {
    private enum Key: String, CodingKey {
        case test = "Test"
        case interval = "Interval"
        case timeout = "Timeout"
        case startPeriod = "StartPeriod"
        case startInterval = "StartInterval"
        case retries = "Retries"
    }

    /// Reads the `Healthcheck` object of an image or container; zeros are the engine's defaults.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let test = try values.decodeIfPresent([String].self, forKey: .test) ?? []
        func duration(_ key: Key) throws -> Duration? {
            let nanoseconds = try values.decodeIfPresent(Int64.self, forKey: key) ?? 0
            return nanoseconds == 0 ? nil : .nanoseconds(nanoseconds)
        }
        if test == ["NONE"] {
            self = .disabled
            return
        }
        var probe = HealthProbe()
        switch test.first {
        case "CMD-SHELL": probe.command = .shell(test.dropFirst().joined(separator: " "))
        case "CMD": probe.command = .arguments(Array(test.dropFirst()))
        default: probe.command = .inherited
        }
        probe.interval = try duration(.interval)
        probe.timeout = try duration(.timeout)
        probe.startPeriod = try duration(.startPeriod)
        probe.startInterval = try duration(.startInterval)
        let retries = try values.decodeIfPresent(Int.self, forKey: .retries) ?? 0
        probe.retries = retries == 0 ? nil : retries
        self = .custom(probe)
    }
}
