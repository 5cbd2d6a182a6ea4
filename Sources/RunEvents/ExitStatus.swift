/// The exit statuses of the program, as the command-line reference lists them.
package enum ExitStatus {
    /// All that was asked for ran and passed.
    package static let success: Int32 = 0
    /// A job failed, or was ended by something other than the user.
    package static let failed: Int32 = 1
    /// The workflow, or another file the user wrote, is not valid.
    package static let invalid: Int32 = 3
    /// The engine or the network said no, or standard output cannot be written.
    package static let unavailable: Int32 = 4
    /// Nothing matched what was asked for, or something could not run here.
    package static let notRun: Int32 = 5
    /// The command line makes no sense (`EX_USAGE` of sysexits.h).
    package static let usage: Int32 = 64
    /// The user ended it.
    package static let cancelled: Int32 = 130
}
