/// Where pushes of a job go: nowhere, with words of git's that say so.
///
/// What a run does to its repository stays on this machine, whatever logins git finds.
package enum ClosedRemote {
    /// What git takes for a path, up to the address that was meant.
    ///
    /// git then says `fatal: './a local run pushes nothing to …' does not appear to be a git
    /// repository`. The slash comes before any colon, so that nothing in it names a host.
    package static let start = "./a local run pushes nothing to "

    /// The value of `remote.NAME.pushurl` that stands before an address that is fetched from.
    ///
    /// The scheme is left out: git looks for `://` anywhere.
    package static func pushURL(of url: String) -> String {
        start + (url.firstRange(of: "://").map { String(url[$0.upperBound...]) } ?? url)
    }
}
