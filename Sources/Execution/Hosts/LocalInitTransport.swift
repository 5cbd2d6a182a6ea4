import Dispatch
import Glibc
import InitProtocol
import Synchronization

/// An `actlocal-init` that runs as a child of this process, on the developer's machine.
package final class LocalInitTransport: InitTransport {
    private let stream: SocketStream
    private let processID: pid_t
    private let reaping = Mutex<Task<Void, Never>?>(nil)

    /// Starts `program serve` with this environment, in a session of its own.
    ///
    /// A session of its own keeps a terminal's Ctrl-C from it: the host decides what ends when.
    package init(
        program: String,
        environment: [String: String]
    ) throws(StepHostError) {
        var ends: [CInt] = [-1, -1]
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw .cannotStart(program: program, reason: String(cString: strerror(errno)))
        }
        defer { Glibc.close(ends[1]) }
        do {
            processID = try LocalInitTransport.spawn(program, environment, socket: ends[1])
        } catch {
            Glibc.close(ends[0])
            throw error
        }
        do { stream = try SocketStream(descriptor: ends[0]) } catch {
            throw .cannotStart(program: program, reason: error.text)
        }
    }

    /// Sends bytes to the process.
    package func send(_ bytes: [UInt8]) async throws {
        try await stream.write(bytes[...])
    }

    /// Waits for bytes of the process.
    package func receive() async throws -> [UInt8]? {
        try await stream.read()
    }

    /// Closes the stream, which ends the process and all it started, and waits for its end.
    ///
    /// The process is reaped once, however often this is called: its number may be another's then.
    package func close() async {
        stream.close()
        let processID = processID
        let reaping = reaping.withLock { reaping in
            let task = reaping ?? Task { await Self.reap(processID) }
            reaping = task
            return task
        }
        await reaping.value
    }

    private static func reap(_ processID: pid_t) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                while waitpid(processID, nil, 0) < 0, errno == EINTR {}
                continuation.resume()
            }
        }
    }

    /// `POSIX_SPAWN_SETSID` of `<spawn.h>`, which Swift does not import.
    private static let newSession: CInt = 0x80

    private static func spawn(
        _ program: String,
        _ environment: [String: String],
        socket: CInt
    ) throws(StepHostError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, socket, 0)
        posix_spawn_file_actions_adddup2(&actions, socket, 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | newSession
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)

        let arguments = [strdup(program), strdup("serve"), nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for string in arguments + variables { free(string) } }
        var processID: pid_t = 0
        let error = posix_spawn(&processID, program, &actions, &attributes, arguments, variables)
        guard error == 0 else {
            throw .cannotStart(program: program, reason: String(cString: strerror(error)))
        }
        return processID
    }
}
