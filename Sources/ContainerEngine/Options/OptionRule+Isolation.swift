extension OptionRule {
    /// What separates the container from the machine.
    static let isolationRules: [OptionRule] = [
        OptionRule("--privileged", effect: .flag { $0.isolation.isPrivileged = $1 }),
        OptionRule(
            "--cap-add",
            effect: .value { $0.definition.isolation.addedCapabilities.append($1) }
        ),
        OptionRule(
            "--cap-drop",
            effect: .value { $0.definition.isolation.droppedCapabilities.append($1) }
        ),
        OptionRule(
            "--security-opt",
            effect: .value { target, text in
                let isProfile =
                    text.hasPrefix("seccomp=")
                    && !["seccomp=unconfined", "seccomp=builtin"].contains(text)
                guard !isProfile else {
                    throw BadOptionValue("a seccomp profile in a file is not supported")
                }
                target.definition.isolation.securityOptions.append(text)
            }
        ),
        OptionRule(
            "--device",
            effect: .value { target, text in
                target.definition.isolation.devices.append(try OptionValue.device(text))
            }
        ),
        OptionRule(
            "--device-cgroup-rule",
            effect: .value { $0.definition.isolation.deviceRules.append($1) }
        ),
        OptionRule(
            "--sysctl",
            effect: .value { target, text in
                let (name, value) = try OptionValue.pair(text, needsValue: true)
                target.definition.isolation.kernelParameters[name] = value
            }
        ),
        OptionRule("--pid", effect: .value { $0.definition.isolation.processNamespace = $1 }),
        OptionRule("--ipc", effect: .value { $0.definition.isolation.ipcNamespace = $1 }),
        OptionRule("--userns", effect: .value { $0.definition.isolation.userNamespace = $1 }),
        OptionRule("--uts", effect: .value { $0.definition.isolation.hostnameNamespace = $1 }),
        OptionRule(
            "--cgroupns",
            effect: .value { $0.definition.isolation.controlGroupNamespace = $1 }
        ),
        OptionRule(
            "--cgroup-parent",
            effect: .value { $0.definition.isolation.controlGroupParent = $1 }
        ),
        OptionRule("--runtime", effect: .value { $0.definition.isolation.runtime = $1 }),
    ]

    private static let streams = "the standard streams are used by the runner itself"
    private static let rare = "it is not implemented"
    private static let windows = "it is for Windows containers"

    /// Options that are known and not honoured.
    static let restRules: [OptionRule] = [
        OptionRule("--interactive", "-i", effect: .ignored(takesValue: false, reason: streams)),
        OptionRule("--tty", "-t", effect: .ignored(takesValue: false, reason: streams)),
        OptionRule("--attach", "-a", effect: .ignored(takesValue: true, reason: streams)),
        OptionRule(
            "--quiet",
            "-q",
            effect: .ignored(takesValue: false, reason: "pulls are reported in one way only")
        ),
        OptionRule(
            "--disable-content-trust",
            effect: .ignored(takesValue: false, reason: "content trust is not used")
        ),
        OptionRule("--link", effect: .ignored(takesValue: true, reason: rare)),
        OptionRule("--link-local-ip", effect: .ignored(takesValue: true, reason: rare)),
        OptionRule("--annotation", effect: .ignored(takesValue: true, reason: rare)),
        OptionRule("--blkio-weight-device", effect: .ignored(takesValue: true, reason: rare)),
        OptionRule("--device-read-bps", effect: .ignored(takesValue: true, reason: rare)),
        OptionRule("--device-read-iops", effect: .ignored(takesValue: true, reason: rare)),
        OptionRule("--device-write-bps", effect: .ignored(takesValue: true, reason: rare)),
        OptionRule("--device-write-iops", effect: .ignored(takesValue: true, reason: rare)),
        OptionRule("--cpu-rt-period", effect: .ignored(takesValue: true, reason: rare)),
        OptionRule("--cpu-rt-runtime", effect: .ignored(takesValue: true, reason: rare)),
        OptionRule(
            "--kernel-memory",
            effect: .ignored(takesValue: true, reason: "engines no longer have it")
        ),
        OptionRule("--isolation", effect: .ignored(takesValue: true, reason: windows)),
        OptionRule("--cpu-count", effect: .ignored(takesValue: true, reason: windows)),
        OptionRule("--cpu-percent", effect: .ignored(takesValue: true, reason: windows)),
        OptionRule("--io-maxbandwidth", effect: .ignored(takesValue: true, reason: windows)),
        OptionRule("--io-maxiops", effect: .ignored(takesValue: true, reason: windows)),
        OptionRule(
            "--gpus",
            effect: .refused(takesValue: true, reason: "containers get no graphics processors")
        ),
        OptionRule(
            "--env-file",
            effect: .refused(takesValue: true, reason: "name the variables with `--env`")
        ),
        OptionRule(
            "--label-file",
            effect: .refused(takesValue: true, reason: "name the labels with `--label`")
        ),
        OptionRule(
            "--cidfile",
            effect: .refused(takesValue: true, reason: "no file is written outside the job")
        ),
        OptionRule(
            "--use-api-socket",
            effect: .refused(takesValue: false, reason: "a job never gets the engine's socket")
        ),
        OptionRule(
            "--help",
            effect: .refused(takesValue: false, reason: "it is for the command line")
        ),
    ]
}
