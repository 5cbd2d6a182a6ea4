/// The exit statuses of the program, as the command-line reference lists them.
///
/// A run's own status comes with its last event; these are for what happens around it.
enum ExitStatus {
    /// All that was asked for ran and passed.
    static let success: Int32 = 0
    /// The workflow, or another file the user wrote, is not valid.
    static let invalid: Int32 = 3
    /// The engine or the network said no, or standard output cannot be written.
    static let unavailable: Int32 = 4
    /// The command line makes no sense (`EX_USAGE` of sysexits.h).
    static let usage: Int32 = 64
    /// The user ended it.
    static let cancelled: Int32 = 130
}
