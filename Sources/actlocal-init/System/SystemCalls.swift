import Glibc
import InitProtocol

// Calls that the Glibc module hides from Swift, declared here once by their symbol.
// `fork` is hidden because a threaded Swift program must not use it. This program has one thread
// for its whole life, so the child is a faithful copy and may run any code: that is what workers
// do. A child that soon becomes another program needs no copy: `clone` lends it our memory. It
// changes user, directory and session by itself and reports the exact call that failed, which
// `posix_spawn` can not do.

@_silgen_name("fork")
private func systemFork() -> pid_t

@_silgen_name("clone")
private func systemClone(
    _ body: @convention(c) (UnsafeMutableRawPointer?) -> CInt,
    _ stack: UnsafeMutableRawPointer,
    _ flags: CInt,
    _ argument: UnsafeMutableRawPointer
) -> pid_t

@_silgen_name("prctl")
private func systemControl(
    _ option: CInt,
    _ second: UInt,
    _ third: UInt,
    _ fourth: UInt,
    _ fifth: UInt
) -> CInt

@_silgen_name("capset")
private func systemSetCapabilities(
    _ header: UnsafeRawPointer,
    _ data: UnsafeRawPointer
) -> CInt

@_silgen_name("capget")
private func systemGetCapabilities(
    _ header: UnsafeRawPointer,
    _ data: UnsafeMutableRawPointer
) -> CInt

@_silgen_name("ppoll")
private func systemPoll(
    _ entries: UnsafeMutablePointer<pollfd>?,
    _ count: nfds_t,
    _ limit: UnsafePointer<timespec>?,
    _ blocked: UnsafePointer<sigset_t>?
) -> CInt

/// The calls of Linux that Swift's Glibc module does not offer.
enum SystemCalls {
    /// Splits the process in two with `fork(2)`; 0 in the child, its id in the parent.
    ///
    /// An id of -1, which a failed call gives, means all processes where one is to be ended.
    static func fork() throws(SystemError) -> pid_t {
        let id = systemFork()
        guard id >= 0 else { throw .last }
        return id
    }

    /// The end of the stack that children which borrow our memory run on, one at a time.
    nonisolated(unsafe) private static let childStack =
        UnsafeMutableRawPointer.allocate(byteCount: 256 << 10, alignment: 4096) + (256 << 10)

    /// Starts a child by `clone(2)` that has our memory until it becomes another program or ends.
    ///
    /// We wait for that. `body` must leave no object retained or half changed: it never returns.
    static func spawn(
        _ argument: UnsafeMutableRawPointer,
        _ body: @convention(c) (UnsafeMutableRawPointer?) -> CInt
    ) -> pid_t {
        systemClone(body, childStack, 0x100 | 0x4000 | SIGCHLD, argument)  // CLONE_VM | CLONE_VFORK
    }

    /// Waits with `ppoll(2)` for descriptors, signals or a time; nil waits for ever.
    ///
    /// No signal is blocked during the wait, and only then.
    static func poll(_ entries: inout [pollfd], limit: timespec?) -> CInt {
        var unblocked = sigset_t()
        sigemptyset(&unblocked)
        guard var limit else { return systemPoll(&entries, nfds_t(entries.count), nil, &unblocked) }
        return systemPoll(&entries, nfds_t(entries.count), &limit, &unblocked)
    }

    /// Makes orphaned descendants children of this process: `PR_SET_CHILD_SUBREAPER`.
    static func becomeSubreaper() { _ = systemControl(36, 1, 0, 0, 0) }

    /// Closes `/proc/<pid>` of this process to others: `PR_SET_DUMPABLE` 0.
    ///
    /// A step that runs as root could else write frames into init's own stream by
    /// `/proc/1/fd/1`.
    static func hideFromOthers() { _ = systemControl(4, 0, 0, 0, 0) }

    /// Lets the kernel kill this process when its parent ends: `PR_SET_PDEATHSIG`.
    static func dieWithParent() { _ = systemControl(1, UInt(SIGKILL), 0, 0, 0) }

    /// Keeps the next program from having capabilities, whoever it runs as: they leave the
    /// bounding set (`PR_CAPBSET_DROP`) and what is inherited, by `capset(2)`.
    static func giveUp(capabilities mask: UInt64) -> Bool {
        for number in 0..<UInt(64) where mask & (1 << UInt64(number)) != 0 {
            // PR_CAPBSET_READ: a number that the kernel does not know is refused.
            guard systemControl(23, number, 0, 0, 0) == 1 else { continue }
            guard systemControl(24, number, 0, 0, 0) == 0 else { return false }
        }
        // _LINUX_CAPABILITY_VERSION_3; effective, permitted, inheritable: low words, high words.
        var header: (UInt32, Int32) = (0x2008_0522, 0)
        var sets: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0, 0, 0)
        guard systemGetCapabilities(&header, &sets) == 0 else { return false }
        sets.2 &= ~UInt32(truncatingIfNeeded: mask)
        sets.5 &= ~UInt32(truncatingIfNeeded: mask >> 32)
        return systemSetCapabilities(&header, &sets) == 0
    }
}
