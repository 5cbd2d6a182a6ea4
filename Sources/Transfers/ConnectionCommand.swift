import Glibc
import Synchronization

/// A program that carries connections: each one is a process whose input and output lead to the
/// server, such as `ssh HOST docker system dial-stdio`.
///
/// libcurl connects to a socket without a name in the file system, which only this process may
/// use; what connects is handed to a new process as it is, so that no byte is copied here.
package final class ConnectionCommand: Sendable {
    /// The program, looked up in `PATH` of the environment, and its arguments.
    package let arguments: [String]
    /// All variables that the program sees.
    private let environment: [String: String]
    private let listener = Mutex<CommandListener?>(nil)
    /// How the processes ended.
    let endings = CommandEndings()

    /// A command that is started for every connection; nothing happens before the first one.
    package init(_ arguments: [String], environment: [String: String]) {
        self.arguments = arguments
        self.environment = environment
    }

    /// The abstract name of the socket that libcurl connects to, without its leading zero.
    ///
    /// - Throws: `TransferError.noCommand`, `.outOfResources`.
    func socketName() throws(TransferError) -> String {
        let result: Result<String, TransferError> = listener.withLock { listener in
            if let listener { return .success(listener.name) }
            return Result { () throws(TransferError) in
                let started = try CommandListener(try launch(), endings)
                listener = started
                return started.name
            }
        }
        return try result.get()
    }

    private func launch() throws(TransferError) -> CommandLaunch {
        let name = arguments.first ?? ""
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        let path =
            name.contains("/") ? name : folders.lazy.map { "\($0)/\(name)" }.first(where: Self.runs)
        guard let path else { throw .noCommand(name) }
        return CommandLaunch(
            path: path,
            arguments: arguments,
            environment: environment.map { "\($0)=\($1)" }
        )
    }

    private static func runs(_ path: String) -> Bool { access(path, X_OK) == 0 }
}

extension ConnectionCommand: Hashable {
    /// Each command has connections of its own.
    package static func == (one: ConnectionCommand, other: ConnectionCommand) -> Bool {
        one === other
    }

    /// Hashes the identity.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(self))
    }
}

/// How the last of a command's processes that failed did.
final class CommandEndings: Sendable {
    /// One end.
    struct Ending: Sendable {
        /// The exit status; nil after a signal.
        var status: Int32?
        /// The last of what it wrote as errors.
        var errors: String
    }

    private let last = Mutex<Ending?>(nil)

    /// Takes note of an end, before the connection's other side can see it.
    func add(_ ending: Ending) { last.withLock { $0 = ending } }

    /// The last end, which is then forgotten.
    func take() -> Ending? {
        last.withLock { last in
            defer { last = nil }
            return last
        }
    }
}
