extension OptionRule {
    /// How much of the machine the container may use.
    static let limitRules: [OptionRule] = [
        OptionRule(
            "--memory",
            "-m",
            effect: .value { $0.definition.limits.memoryBytes = try OptionValue.size($1) }
        ),
        OptionRule(
            "--memory-swap",
            effect: .value {
                $0.definition.limits.memorySwapBytes =
                    $1 == "-1" ? -1 : try OptionValue.size($1)
            }
        ),
        OptionRule(
            "--memory-reservation",
            effect: .value {
                $0.definition.limits.memoryReservationBytes = try OptionValue.size($1)
            }
        ),
        OptionRule(
            "--memory-swappiness",
            effect: .value {
                $0.definition.limits.memorySwappiness = try OptionValue.integer($1)
            }
        ),
        OptionRule(
            "--cpus",
            effect: .value { $0.definition.limits.nanoCPUs = try OptionValue.billionths($1) }
        ),
        OptionRule(
            "--cpu-shares",
            "-c",
            effect: .value { $0.definition.limits.cpuShares = try OptionValue.integer($1) }
        ),
        OptionRule(
            "--cpu-period",
            effect: .value {
                $0.definition.limits.cpuPeriodMicroseconds = try OptionValue.integer($1)
            }
        ),
        OptionRule(
            "--cpu-quota",
            effect: .value {
                $0.definition.limits.cpuQuotaMicroseconds = try OptionValue.integer($1)
            }
        ),
        OptionRule("--cpuset-cpus", effect: .value { $0.definition.limits.cpuSet = $1 }),
        OptionRule("--cpuset-mems", effect: .value { $0.definition.limits.memoryNodes = $1 }),
        OptionRule(
            "--shm-size",
            effect: .value { $0.definition.limits.sharedMemoryBytes = try OptionValue.size($1) }
        ),
        OptionRule(
            "--pids-limit",
            effect: .value {
                $0.definition.limits.processes = Int64(try OptionValue.integer($1))
            }
        ),
        OptionRule(
            "--blkio-weight",
            effect: .value { $0.definition.limits.blockIOWeight = try OptionValue.integer($1) }
        ),
        OptionRule(
            "--oom-score-adj",
            effect: .value {
                $0.definition.limits.outOfMemoryScore = try OptionValue.integer($1)
            }
        ),
        OptionRule(
            "--oom-kill-disable",
            effect: .flag { $0.limits.isOutOfMemoryKillDisabled = $1 }
        ),
        OptionRule(
            "--ulimit",
            effect: .value { target, text in
                target.definition.limits.resourceLimits.append(
                    try OptionValue.resourceLimit(text)
                )
            }
        ),
    ]
}
