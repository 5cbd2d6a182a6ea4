extension OptionRule {
    /// What runs.
    static let processRules: [OptionRule] = [
        OptionRule(
            "--env",
            "-e",
            effect: .value { target, text in
                guard !text.hasPrefix("="), !text.isEmpty else {
                    throw BadOptionValue("it has no name")
                }
                if text.contains("=") {
                    target.definition.process.environment.append(text)
                } else if let value = target.environment[text] {
                    target.definition.process.environment.append("\(text)=\(value)")
                }
            }
        ),
        OptionRule("--user", "-u", effect: .value { $0.definition.process.user = $1 }),
        OptionRule(
            "--workdir",
            "-w",
            effect: .value { target, text in
                guard text.hasPrefix("/") else { throw BadOptionValue("the path is not absolute") }
                target.definition.process.workingDirectory = text
            }
        ),
        OptionRule(
            "--entrypoint",
            effect: .value { $0.definition.process.entrypoint = $1.isEmpty ? [] : [$1] }
        ),
        OptionRule("--init", effect: .flag { $0.process.usesEngineInit = $1 }),
        OptionRule(
            "--group-add",
            effect: .value { $0.definition.process.additionalGroups.append($1) }
        ),
        OptionRule(
            "--label",
            "-l",
            effect: .value { target, text in
                let (name, value) = try OptionValue.pair(text, needsValue: false)
                target.definition.labels[name] = value
            }
        ),
        OptionRule("--name", effect: .value { $0.definition.name = $1 }),
        OptionRule("--platform", effect: .value { $0.definition.platform = $1 }),
    ]

    /// How it ends and what is kept.
    static let lifecycleRules: [OptionRule] = [
        OptionRule("--rm", effect: .flag { $0.lifecycle.removesItself = $1 }),
        OptionRule(
            "--restart",
            effect: .value { target, text in
                target.definition.lifecycle.restart = try OptionValue.restart(text)
            }
        ),
        OptionRule("--stop-signal", effect: .value { $0.definition.lifecycle.stopSignal = $1 }),
        OptionRule(
            "--stop-timeout",
            effect: .value {
                $0.definition.lifecycle.stopTimeoutSeconds = try OptionValue.integer($1)
            }
        ),
        OptionRule(
            "--log-driver",
            effect: .value { target, text in
                target.definition.lifecycle.logDriver =
                    text == "none" ? .none : .named(text, options: target.logOptions)
            }
        ),
        OptionRule(
            "--log-opt",
            effect: .value { target, text in
                let (name, value) = try OptionValue.pair(text, needsValue: true)
                var options = target.logOptions
                options[name] = value
                target.definition.lifecycle.logDriver = .named(target.logDriver, options: options)
            }
        ),
        OptionRule(
            "--pull",
            effect: .value { target, text in
                guard let policy = ContainerOptions.PullPolicy(rawValue: text) else {
                    throw BadOptionValue("it is none of `always`, `missing` and `never`")
                }
                target.pullPolicy = policy
            }
        ),
    ]

    /// How its health is found out.
    static let healthRules: [OptionRule] = [
        OptionRule("--health-cmd", effect: .value { $0.probe.command = .shell($1) }),
        OptionRule(
            "--health-interval",
            effect: .value { $0.probe.interval = try OptionValue.duration($1) }
        ),
        OptionRule(
            "--health-timeout",
            effect: .value { $0.probe.timeout = try OptionValue.duration($1) }
        ),
        OptionRule(
            "--health-start-period",
            effect: .value { $0.probe.startPeriod = try OptionValue.duration($1) }
        ),
        OptionRule(
            "--health-start-interval",
            effect: .value { $0.probe.startInterval = try OptionValue.duration($1) }
        ),
        OptionRule(
            "--health-retries",
            effect: .value { $0.probe.retries = try OptionValue.integer($1, atLeast: 0) }
        ),
        OptionRule(
            "--no-healthcheck",
            effect: .flag { if $1 { $0.healthCheck = .disabled } }
        ),
    ]
}

extension OptionTarget {
    /// The options given so far for the log driver.
    fileprivate var logOptions: [String: String] {
        if case .named(_, let options) = definition.lifecycle.logDriver { options } else { [:] }
    }

    /// The log driver given so far, else the engine's usual one.
    fileprivate var logDriver: String {
        if case .named(let name, _) = definition.lifecycle.logDriver { name } else { "json-file" }
    }
}
