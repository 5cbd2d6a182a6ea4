import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A pipe that other threads write one byte to, so that a thread in `poll` looks up.
final class WakePipe: Sendable {
    /// The end that becomes readable when somebody called `wake`.
    let readEnd: Int32
    private let writeEnd: Int32
    private let isAwake = Atomic(false)

    /// Opens the pipe, closed on exec and never blocking.
    init() throws(TransferError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .outOfResources(detail: String(cString: strerror(errno)))
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Makes the next or current `poll` on `readEnd` return.
    func wake() {
        guard !isAwake.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    /// Takes note of all calls of `wake` so far.
    func drain() {
        var bytes: UInt64 = 0
        _ = read(readEnd, &bytes, 8)
        isAwake.store(false, ordering: .releasing)
    }
}
