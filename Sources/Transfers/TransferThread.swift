#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A thread of its own for code that blocks in `poll`.
enum TransferThread {
    /// Starts a detached thread, which blocks SIGPIPE so that a broken TLS connection is an
    /// error and not the end of the process.
    ///
    /// - Throws: `TransferError.outOfResources` when the system has no thread to give.
    static func start(_ run: @escaping @Sendable () -> Void) throws(TransferError) {
        let status = launch(Unmanaged.passRetained(Work(run)).toOpaque())
        guard status == 0 else {
            throw .outOfResources(detail: "pthread_create returned \(status)")
        }
    }

    /// Calls `pthread_create`; the thread, or a failure here, releases the work.
    private static func launch(_ work: UnsafeMutableRawPointer) -> Int32 {
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let status = pthread_create(&thread, nil, enter, work)
        guard status == 0 else {
            Unmanaged<Work>.fromOpaque(work).release()
            return status
        }
        #if canImport(Darwin)
            if let thread { pthread_detach(thread) }
        #else
            pthread_detach(thread)
        #endif
        return 0
    }
}

private final class Work: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

private func enter(_ work: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let work else { return nil }
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    Unmanaged<Work>.fromOpaque(work).takeRetainedValue().run()
    return nil
}
