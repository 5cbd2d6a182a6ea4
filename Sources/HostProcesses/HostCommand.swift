/// One program to run on this machine, said in full: nothing is taken from a shell.
package struct HostCommand: Sendable, Hashable {
    /// How a cancelled program and its whole process group are ended.
    package enum Ending: Sendable, Hashable {
        /// SIGKILL at once.
        case kill
        /// Each signal in turn with time to obey it, SIGKILL at last.
        case signals([Warning])
    }

    /// A signal and the time a program has to obey it.
    package struct Warning: Sendable, Hashable {
        /// The signal's number, such as `SIGINT`.
        package let signal: Int32
        /// How long to wait before the next signal.
        package let grace: Duration

        /// A signal and the time to obey it.
        package init(signal: Int32, grace: Duration) {
            self.signal = signal
            self.grace = grace
        }
    }

    /// A path, or a name that is looked up on the `PATH` of `environment`.
    package var program: String
    /// The arguments after the program's own name.
    package var arguments: [String]
    /// The whole environment of the program; nothing is inherited.
    package var environment: [String: String]
    /// The working folder; nil means ours.
    package var directory: String?
    /// What the program reads; empty means end of file at once.
    package var standardInput: [UInt8]
    /// The most bytes that are kept of each captured stream.
    package var outputLimit: Int
    /// What cancellation does.
    package var ending: Ending

    /// A command with 64 MiB of captured output at most, killed at once when it is cancelled.
    package init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String],
        directory: String? = nil,
        standardInput: [UInt8] = [],
        outputLimit: Int = 64 << 20,
        ending: Ending = .kill
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.standardInput = standardInput
        self.outputLimit = outputLimit
        self.ending = ending
    }
}
