/// How much of the machine a container may use; `nil` is without limit.
package struct ContainerLimits: Sendable, Hashable {
    /// Memory at most.
    package var memoryBytes: Int64?
    /// Memory and swap together; -1 is unlimited swap.
    package var memorySwapBytes: Int64?
    /// What it is pressed down to when memory is short.
    package var memoryReservationBytes: Int64?
    /// How readily the kernel swaps, 0 to 100.
    package var memorySwappiness: Int?
    /// Processors in billionths: one and a half are 1 500 000 000.
    package var nanoCPUs: Int64?
    /// Weight among containers that compete for processors; 1024 is usual.
    package var cpuShares: Int?
    /// The period in which `cpuQuotaMicroseconds` may be used.
    package var cpuPeriodMicroseconds: Int?
    /// Processor time in each period.
    package var cpuQuotaMicroseconds: Int?
    /// Processors by number, such as `0-2,4`.
    package var cpuSet: String?
    /// Memory nodes by number.
    package var memoryNodes: String?
    /// Size of `/dev/shm`.
    package var sharedMemoryBytes: Int64?
    /// Processes at most; -1 is without limit.
    package var processes: Int64?
    /// Weight among containers that compete for disks, 10 to 1000.
    package var blockIOWeight: Int?
    /// How readily the kernel kills it for memory, -1000 to 1000.
    package var outOfMemoryScore: Int?
    /// Whether the kernel makes it wait instead of killing it.
    package var isOutOfMemoryKillDisabled = false
    /// Limits of its processes, by name.
    package var resourceLimits: [ResourceLimit] = []

    /// No limits.
    package init() {}
}

/// One of the kernel's limits for a process, as `ulimit` shows them.
package struct ResourceLimit: Sendable, Hashable {
    /// The name without `RLIMIT_`, in lower case, such as `nofile`.
    package var name: String
    /// What a process gets; -1 is without limit.
    package var soft: Int64
    /// Up to what it may raise it; -1 is without limit.
    package var hard: Int64

    /// A limit by its two values.
    package init(_ name: String, soft: Int64, hard: Int64) {
        self.name = name
        self.soft = soft
        self.hard = hard
    }
}
