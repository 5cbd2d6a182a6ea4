/// How much of the machine a container may use; `nil` is without limit.
package struct ContainerLimits: Sendable, Hashable {
    package var memoryBytes: Int64?
    /// Memory and swap together; -1 is unlimited swap.
    package var memorySwapBytes: Int64?
    package var memoryReservationBytes: Int64?
    /// How readily the kernel swaps, 0 to 100.
    package var memorySwappiness: Int?
    /// Processors in billionths: one and a half are 1 500 000 000.
    package var nanoCPUs: Int64?
    package var cpuShares: Int?
    package var cpuPeriodMicroseconds: Int?
    package var cpuQuotaMicroseconds: Int?
    /// Processors by number, such as `0-2,4`.
    package var cpuSet: String?
    /// Memory nodes by number.
    package var memoryNodes: String?
    /// Size of `/dev/shm`.
    package var sharedMemoryBytes: Int64?
    /// Processes at most; -1 is without limit.
    package var processes: Int64?
    package var blockIOWeight: Int?
    package var outOfMemoryScore: Int?
    package var isOutOfMemoryKillDisabled = false
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
