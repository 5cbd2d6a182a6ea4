package import Diagnostics

/// What can be had of a workflow file that a job calls.
package enum CalledFile: Sendable {
    /// Its text, under a path that no other file has.
    case found(SourceFile)
    /// There is none: GitHub would not run the caller either. Its reason, and what can be done.
    case missing(reason: String = "workflow was not found.", help: String?)
    /// It is not to be had on this machine; the reason says what to do.
    case unavailable(reason: String)
    /// What was so when a ref was fetched that may name another commit by now, and a note that says
    /// which copy it is: nothing that follows from it is certain.
    indirect case earlier(CalledFile, note: String)
}
