extension ContainerDefinition {
    /// The body of `POST /containers/create`.
    func json() -> JSONValue {
        var body: [String: JSONValue] = ["Image": .string(image), "Labels": .strings(labels)]
        body.merge(process.json()) { $1 }
        body.merge(streams.json()) { $1 }
        body.merge(network.configuration()) { $1 }
        body["Healthcheck"] = healthCheck.json()
        body["StopSignal"] = lifecycle.stopSignal.map { .string($0) }
        body["StopTimeout"] = lifecycle.stopTimeoutSeconds.map { .integer($0) }

        var host = limits.json()
        host.merge(isolation.json()) { $1 }
        host.merge(storage.json()) { $1 }
        host.merge(network.hostConfiguration()) { $1 }
        host.merge(lifecycle.json()) { $1 }
        host["Init"] = process.usesEngineInit.map { .boolean($0) }
        if !process.additionalGroups.isEmpty {
            host["GroupAdd"] = .strings(process.additionalGroups)
        }
        body["HostConfig"] = .object(host)
        body["NetworkingConfig"] = network.endpoints()
        return .object(body)
    }
}

extension ContainerProcess {
    fileprivate func json() -> [String: JSONValue] {
        var body: [String: JSONValue] = ["Env": .strings(environment)]
        // An empty list would mean the image's own; one empty word clears it.
        body["Entrypoint"] = entrypoint.map { .strings($0.isEmpty ? [""] : $0) }
        body["Cmd"] = command.map { .strings($0) }
        body["User"] = user.map { .string($0) }
        body["WorkingDir"] = workingDirectory.map { .string($0) }
        return body
    }
}

extension ContainerStreams {
    fileprivate func json() -> [String: JSONValue] {
        [
            "OpenStdin": .boolean(keepsInputOpen),
            "StdinOnce": .boolean(closesInputAfterFirstClient),
            "AttachStdin": .boolean(attachesInput),
            "AttachStdout": .boolean(attachesOutput),
            "AttachStderr": .boolean(attachesErrors),
            "Tty": .boolean(hasTerminal),
        ]
    }
}

extension ContainerLifecycle {
    fileprivate func json() -> [String: JSONValue] {
        var host: [String: JSONValue] = ["AutoRemove": .boolean(removesItself)]
        switch logDriver {
        case .engineDefault: break
        case .none: host["LogConfig"] = ["Type": "none"]
        case .named(let name, let options):
            host["LogConfig"] = ["Type": .string(name), "Config": .strings(options)]
        }
        switch restart {
        case .never: break
        case .always: host["RestartPolicy"] = ["Name": "always"]
        case .unlessStopped: host["RestartPolicy"] = ["Name": "unless-stopped"]
        case .onFailure(let retries):
            host["RestartPolicy"] = [
                "Name": "on-failure", "MaximumRetryCount": .integer(retries),
            ]
        }
        return host
    }
}

extension HealthCheck {
    /// The `Healthcheck` object, `nil` to leave it out.
    func json() -> JSONValue? {
        switch self {
        case .inherited: return nil
        case .disabled: return ["Test": ["NONE"]]
        case .custom(let probe):
            var body: [String: JSONValue] = [:]
            switch probe.command {
            case .inherited: break
            case .shell(let text): body["Test"] = ["CMD-SHELL", .string(text)]
            case .arguments(let words): body["Test"] = .strings(["CMD"] + words)
            }
            body["Interval"] = probe.interval.map { .number($0.wholeNanoseconds) }
            body["Timeout"] = probe.timeout.map { .number($0.wholeNanoseconds) }
            body["StartPeriod"] = probe.startPeriod.map { .number($0.wholeNanoseconds) }
            body["StartInterval"] = probe.startInterval.map { .number($0.wholeNanoseconds) }
            body["Retries"] = probe.retries.map { .integer($0) }
            return .object(body)
        }
    }
}

extension Duration {
    /// The duration as the engine counts it.
    var wholeNanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
