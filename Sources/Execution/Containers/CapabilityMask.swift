import ContainerEngine

/// Capabilities that processes are to lose, one bit each; bit 0 is `CHOWN`.
///
/// Source: capabilities(7), linux/capability.h
struct CapabilityMask: Hashable {
    /// The bits.
    let bits: UInt64

    /// What `--cap-drop` takes beyond what `--cap-add` gives back, as the engine has it.
    ///
    /// Nil when a name is unknown: the engine says so better.
    init?(dropping dropped: [String], keeping added: [String]) {
        guard let lost = Self.bits(of: dropped), let kept = Self.bits(of: added) else {
            return nil
        }
        bits = lost & ~kept
    }

    private static func bits(of names: [String]) -> UInt64? {
        var bits: UInt64 = 0
        for name in names {
            let upper = name.uppercased()
            if upper == "ALL" {
                bits = .max
                continue
            }
            let short = upper.hasPrefix("CAP_") ? String(upper.dropFirst(4)) : upper
            guard let number = Self.names.firstIndex(of: short) else { return nil }
            bits |= 1 << UInt64(number)
        }
        return bits
    }

    private static let names = [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID",
        "SETUID", "SETPCAP", "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN",
        "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE",
        "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME",
        "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP",
        "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
        "PERFMON", "BPF", "CHECKPOINT_RESTORE",
    ]
}

extension ContainerDefinition {
    /// Leaves it to init to take capabilities away, from the steps alone.
    ///
    /// Init makes folders for others and becomes their users: with `--cap-drop ALL` it could not.
    ///
    /// - Returns: what init has to be told.
    mutating func leaveCapabilitiesToInit() -> [String] {
        guard !isolation.droppedCapabilities.isEmpty,
            let mask = CapabilityMask(
                dropping: isolation.droppedCapabilities,
                keeping: isolation.addedCapabilities
            )
        else { return [] }
        isolation.droppedCapabilities = []
        return [String(mask.bits, radix: 16)]
    }
}
