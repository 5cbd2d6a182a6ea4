/// What the developer's repository says of itself, read once.
///
/// A folder in no repository is one too: it has files, but no layout, commit or remote.
package struct GitRepository: Sendable {
    /// The person git commits as.
    package struct Identity: Sendable, Hashable {
        /// `user.name`.
        package let name: String?
        /// `user.email`.
        package let email: String?
        /// `github.user`, or the account in an address that GitHub made; nil when neither tells.
        package let login: String?
    }

    /// The project's folder, absolute and without symbolic links; holds `.github`.
    package let root: String
    /// The git that was asked, for further questions.
    package let git: GitCommand
    /// Where the repository's parts lie; nil when the folder is in no repository.
    package let layout: GitLayout?
    /// What `HEAD` names.
    package let head: GitHead
    /// The commit of `HEAD`; nil when there is none.
    package let headCommit: GitCommit?
    /// The bare name of the branch the repository's owner works towards, at best a guess.
    package let defaultBranch: String
    /// Whether nothing in the repository tells which branch that is.
    package let isDefaultBranchGuessed: Bool
    /// The bare name of the branch that a commit without branch or tag is taken to be of; nil where
    /// `head` names one.
    package let assumedBranch: String?
    /// `origin`, else the current branch's remote, else the only one.
    package let remote: GitRemote?
    /// Who the developer is.
    package let identity: Identity

    /// The head commit's object name; 40 zeros when there is none.
    package var sha: String { headCommit?.sha ?? GitCommit.zeros }

    /// The account that owns the repository; `local` without a remote that says so.
    package var owner: String { remote?.owner ?? "local" }

    /// The repository's name; the folder's without a remote that says so.
    package var name: String {
        if let remote, remote.owner != nil { return remote.repository }
        return repositoryName(of: root)
    }

    /// `owner/name`.
    package var fullName: String { "\(owner)/\(name)" }

    /// The web server of the remote; GitHub's own without one.
    package var server: String { remote?.server ?? "https://github.com" }

    /// Whether the repository itself has no whole history, as after `git clone --depth 1`.
    package var isShallow: Bool { !shallowEnds.isEmpty }

    /// The lines of `.git/shallow`: the commits whose parents are not here.
    var shallowEnds: [UInt8] {
        layout.flatMap { SmallFile.read($0.commonDirectory + "/shallow") } ?? []
    }

    /// The full ref that stands for the current state, such as `refs/heads/main`.
    package var ref: String { head.ref ?? "refs/heads/\(assumedBranch ?? defaultBranch)" }
}

/// The last part of a path, with what GitHub allows in a repository's name.
private func repositoryName(of path: String) -> String {
    let last = path.split(separator: "/").last ?? "repository"
    return String(
        last.unicodeScalars.map { scalar -> Character in
            let isAllowed =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || scalar == "." || scalar == "_" || scalar == "-")
            return isAllowed ? Character(scalar) : "-"
        }
    )
}
