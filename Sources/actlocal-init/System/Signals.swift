import Glibc

/// The signals sent to this process, remembered until the loop asks.
///
/// They are blocked except while the loop waits in `ppoll`, so a handler never interrupts other
/// code and no wake-up is lost.
enum Signals {
    // Written by the handlers only while `ppoll` waits, read by the loop after it: never at once.
    nonisolated(unsafe) private static var childChanged = false
    nonisolated(unsafe) private static var terminator: pid_t?

    /// Starts remembering SIGCHLD and SIGTERM and ignoring what a terminal or a step may send.
    static func install() {
        for number in [SIGPIPE, SIGINT, SIGHUP, SIGQUIT, SIGTTOU, SIGTTIN, SIGTSTP] {
            signal(number, SIG_IGN)
        }
        handle(SIGCHLD, flags: SA_NOCLDSTOP) { _, _, _ in Signals.childChanged = true }
        handle(SIGTERM, flags: 0) { _, information, _ in
            Signals.terminator = information?.pointee._sifields._kill.si_pid ?? 0
        }
        var blocked = sigset_t()
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGCHLD)
        sigaddset(&blocked, SIGTERM)
        sigprocmask(SIG_BLOCK, &blocked, nil)
    }

    /// Whether a child ended since the last call.
    static func takeChildChange() -> Bool {
        defer { childChanged = false }
        return childChanged
    }

    /// Who sent SIGTERM since the last call: a process id, 0 from outside the container.
    static func takeTerminator() -> pid_t? {
        defer { terminator = nil }
        return terminator
    }

    /// Gives all signals their default meaning again and unblocks them: for a child before `exec`.
    static func restoreDefaults() {
        for number in 1..<CInt(65) where number != SIGKILL && number != SIGSTOP {
            signal(number, SIG_DFL)
        }
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
    }

    private static func handle(
        _ number: CInt,
        flags: CInt,
        _ handler:
            @escaping @convention(c) (
                CInt, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?
            ) -> Void
    ) {
        var action = sigaction()
        action.__sigaction_handler.sa_sigaction = handler
        action.sa_flags = flags | SA_SIGINFO
        sigaction(number, &action, nil)
    }
}
