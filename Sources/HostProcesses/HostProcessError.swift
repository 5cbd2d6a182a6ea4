/// Why a program could not be run to its end.
///
/// A program that ran and failed is no error: that is a `ProcessOutcome`.
package enum HostProcessError: Error, Hashable, CustomStringConvertible {
    /// No such program on the `PATH` it was given, or at its path.
    case notFound(program: String)
    /// The working folder cannot be entered.
    case directoryUnusable(program: String, directory: String)
    /// The system refused to start it.
    case couldNotStart(program: String, reason: String)
    /// It wrote more than the command's `outputLimit` and was killed.
    case outputTooLarge(program: String, limit: Int)
    /// Its pipes or its end could not be observed.
    case lost(program: String, reason: String)

    /// The error in one sentence.
    package var description: String {
        switch self {
        case .notFound(let program):
            "cannot start `\(program)`: no such program; install it or add its folder to `PATH`"
        case .directoryUnusable(let program, let directory):
            "cannot start `\(program)` in `\(directory)`: the folder cannot be entered"
        case .couldNotStart(let program, let reason):
            "cannot start `\(program)`: \(reason)"
        case .outputTooLarge(let program, let limit):
            "`\(program)` wrote more than \(limit) bytes and was stopped"
        case .lost(let program, let reason):
            "lost sight of `\(program)`: \(reason)"
        }
    }
}
