import Glibc

/// How to start one process for one connection.
struct CommandLaunch: Sendable {
    /// The program's absolute path.
    var path: String
    /// Its arguments, the name first.
    var arguments: [String]
    /// `NAME=value` each.
    var environment: [String]

    /// `POSIX_SPAWN_SETSID` of `<spawn.h>`, which is hidden from programs that are not GNU's.
    private static let newSession: Int32 = 0x80

    /// Starts the process in a session of its own, so that nothing can ask at the terminal and
    /// Ctrl-C ends what we end; `nil` when the system refuses.
    ///
    /// The connection becomes its input and output and stays open here as well.
    func start(at connection: Int32) -> CommandProcess? {
        var errors: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, CommandListener.closedOnExec, 0, &errors) == 0 else {
            return nil
        }
        defer { close(errors[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, connection, 0)
        posix_spawn_file_actions_adddup2(&actions, connection, 1)
        posix_spawn_file_actions_adddup2(&actions, errors[1], 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, Int16(flags | Self.newSession))
        var id = pid_t()
        let status = Self.withTexts(arguments) { arguments in
            Self.withTexts(environment) { environment in
                posix_spawn(&id, path, &actions, &attributes, arguments, environment)
            }
        }
        guard status == 0 else {
            close(errors[0])
            return nil
        }
        return CommandProcess(id: id, connection: connection, errors: errors[0])
    }

    /// The texts as C wants them, freed afterwards.
    private static func withTexts<Value>(
        _ texts: [String],
        _ use: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return use(copies + [nil])
    }
}

/// A process that carries one connection.
struct CommandProcess: Sendable {
    /// Its number, ours to reap.
    let id: pid_t
    /// Our hold on its end of the connection.
    ///
    /// It tells when the other end is closed, and keeps this one open until it is known why the
    /// process ended.
    let connection: Int32
    /// What the process writes as errors.
    let errors: Int32

    private static let longestErrors = 16 * 1024
    /// How long a process may take once its connection is closed, and again at SIGTERM.
    private static let grace = Duration.seconds(2)

    /// Waits for the end of the process, which is made to end after that of its connection.
    ///
    /// The errors may stay open longer than the process lives: ssh leaves one behind that
    /// shares its connection. So the process is looked at every second, too.
    func watch(_ endings: CommandEndings) {
        var text: [UInt8] = []
        var hasErrors = true
        var isUsed = true
        var signals = [SIGTERM, SIGKILL][...]
        var nextSignal = ContinuousClock.now
        while true {
            var watched = [
                pollfd(fd: hasErrors ? errors : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isUsed ? connection : -1, events: 0, revents: 0),
            ]
            // Without its errors nothing tells when it ends.
            poll(&watched, 2, hasErrors && isUsed ? 1000 : 20)
            if watched[0].revents != 0 { hasErrors = read(into: &text) }
            if watched[1].revents != 0 {
                isUsed = false
                nextSignal = .now + Self.grace
            }
            var status: Int32 = 0
            if waitpid(id, &status, WNOHANG) != 0 {
                // What it wrote last may have come since the look above.
                _ = read(into: &text)
                if isUsed, status != 0 { endings.add(Self.ending(status, text)) }
                break
            }
            if !isUsed, .now >= nextSignal, let signal = signals.popFirst() {
                kill(id, signal)
                nextSignal = .now + Self.grace
            }
        }
        close(errors)
        close(connection)
    }

    /// Reads what is there; false at the end.
    private func read(into text: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(errors, &chunk, chunk.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return count < 0 && errno == EAGAIN }
            text = (text + chunk[..<count]).suffix(Self.longestErrors)
        }
    }

    private static func ending(_ status: Int32, _ text: [UInt8]) -> CommandEndings.Ending {
        // `WIFEXITED` and `WEXITSTATUS` of wait(2).
        CommandEndings.Ending(
            status: status & 0x7f == 0 ? (status >> 8) & 0xff : nil,
            errors: String(decoding: text, as: UTF8.self)
        )
    }
}
