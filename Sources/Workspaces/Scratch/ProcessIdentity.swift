#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One process, told apart from a later one with the same number.
package struct ProcessIdentity: Sendable, Hashable {
    /// The process's number.
    package let process: Int32
    /// When it started, in clock ticks since the machine's start.
    package let started: UInt64

    /// A process by its number and start.
    package init(process: Int32, started: UInt64) {
        self.process = process
        self.started = started
    }

    /// The process this code runs in.
    package static var current: ProcessIdentity {
        ProcessIdentity(process: getpid(), started: startTime(of: getpid()) ?? 0)
    }

    /// Whether the process still runs.
    package var isAlive: Bool { Self.startTime(of: process) == started }

    /// Field 22 of `/proc/<pid>/stat`; nil when there is no such process, or it only waits to be
    /// reaped.
    ///
    /// Source: `proc_pid_stat(5)`. The second field may hold any character, so fields are counted
    /// from the last `)`.
    private static func startTime(of process: Int32) -> UInt64? {
        guard let bytes = SmallFile.read("/proc/\(process)/stat"),
            let end = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let fields = bytes[(end + 1)...].split(separator: 0x20)
        guard fields.count > 19, fields[0] != [UInt8(ascii: "Z")] else { return nil }
        return UInt64(String(decoding: fields[19], as: UTF8.self))
    }
}

extension ProcessIdentity {
    /// A folder's name that says whose it is, such as `job-7.4711.123456`.
    func folderName(_ label: String) -> String { "\(label).\(process).\(started)" }

    /// Reads the owner from a folder's name; nil when it names none.
    init?(folderName: String) {
        let parts = folderName.split(separator: ".")
        guard parts.count >= 3, let started = UInt64(parts[parts.count - 1]),
            let process = Int32(parts[parts.count - 2])
        else { return nil }
        self.init(process: process, started: started)
    }
}
