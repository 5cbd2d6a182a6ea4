#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns the signals that ask a run to end into calls of a closure, on a thread of its own.
///
/// The signals get handlers; they are neither ignored nor blocked, because children would inherit
/// that.
enum SignalWatch {
    private typealias Handler = @convention(c) (Int32) -> Void

    private static let watched = [SIGINT, SIGTERM, SIGHUP]

    /// The write end of the pipe between handler and thread; set before any handler is.
    private nonisolated(unsafe) static var pipeEnd: Int32 = -1

    /// Makes a write to a closed pipe an error (`EPIPE`) instead of the process's death.
    static func surviveClosedPipes() {
        handle(SIGPIPE) { _ in }
    }

    /// Calls `action` with every SIGINT, SIGTERM and SIGHUP from now on; called once in a process.
    ///
    /// A signal that the parent chose to ignore stays ignored (`nohup`), but for SIGINT: shells
    /// ignore it for every command that a script starts with `&`, which is no choice of anyone's.
    static func start(_ action: @escaping @Sendable (Int32) -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            // Without descriptors left the signals keep ending the process.
            return
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        pipeEnd = ends[1]
        guard startThread(reading: ends[0], action) else {
            return
        }
        for signal in watched where signal == SIGINT || !isIgnored(signal) {
            handle(signal) { signal in
                let before = errno
                var byte = UInt8(truncatingIfNeeded: signal)
                _ = write(SignalWatch.pipeEnd, &byte, 1)
                errno = before
            }
        }
    }

    /// Lets the next of the signals end the process at once.
    static func stop() {
        for signal in watched where !isIgnored(signal) {
            handle(signal, SIG_DFL)
        }
    }

    /// Installs a handler with sigaction(2), so that interrupted system calls continue.
    private static func handle(_ signal: Int32, _ handler: Handler?) {
        var action = sigaction()
        #if canImport(Glibc)
            action.__sigaction_handler.sa_handler = handler
        #else
            action.__sigaction_u.__sa_handler = handler
        #endif
        action.sa_flags = Int32(SA_RESTART)
        sigaction(signal, &action, nil)
    }

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        sigaction(signal, nil, &action)
        #if canImport(Glibc)
            let handler: Handler? = action.__sigaction_handler.sa_handler
        #else
            let handler: Handler? = action.__sigaction_u.__sa_handler
        #endif
        let ignoring: Handler? = SIG_IGN
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(ignoring, to: Int.self)
    }
}

/// What the thread needs; it lives as long as the process.
private final class SignalReader {
    let descriptor: Int32
    let action: @Sendable (Int32) -> Void

    init(descriptor: Int32, action: @escaping @Sendable (Int32) -> Void) {
        self.descriptor = descriptor
        self.action = action
    }

    func readForever() {
        var byte: UInt8 = 0
        while true {
            let count = read(descriptor, &byte, 1)
            if count == 1 {
                action(Int32(byte))
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }
}

/// Starts the thread with pthread_create(3); false when there can be none.
private func startThread(
    reading descriptor: Int32,
    _ action: @escaping @Sendable (Int32) -> Void
) -> Bool {
    let reader = SignalReader(descriptor: descriptor, action: action)
    // The thread takes this reference over.
    let reference = Unmanaged.passRetained(reader)
    #if canImport(Glibc)
        var thread = pthread_t()
    #else
        var thread: pthread_t?
    #endif
    let status = pthread_create(&thread, nil, runSignalReader, reference.toOpaque())
    if status != 0 {
        reference.release()
    }
    return status == 0
}

#if canImport(Glibc)
    private func runSignalReader(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument else {
            preconditionFailure("the signal thread is started with its reader")
        }
        Unmanaged<SignalReader>.fromOpaque(argument).takeRetainedValue().readForever()
        return nil
    }
#else
    private func runSignalReader(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        Unmanaged<SignalReader>.fromOpaque(argument).takeRetainedValue().readForever()
        return nil
    }
#endif
