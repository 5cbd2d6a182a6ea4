/// Why a repository's files are not to be had.
package enum RepositoryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The host has no such repository, or shows it to nobody without a token.
    case noRepository(RepositoryName, url: String)
    /// The repository has no branch, tag or commit of that name.
    case noRef(RepositoryName, ref: String)
    /// The ref is the beginning of a commit's name; the whole name where it is known.
    case shortCommit(RepositoryName, ref: String, commit: String?)
    /// The host could not be asked, or broke off.
    case unreachable(RepositoryName, url: String, reason: String)
    /// The host, or who a key of the workflow's has to believe it is, was refused, or the key was.
    case refusedLogin(RepositoryName, url: String, reason: String)
    /// The host took longer than it may.
    case tooSlow(RepositoryName, url: String, limit: Duration)
    /// The repository is larger than it may be.
    case tooLarge(RepositoryName, ref: String, what: String)
    /// Nothing is fetched, and it was never fetched before.
    case offline(RepositoryName, ref: String)
    /// What was fetched cannot be kept.
    case unusable(RepositoryName, ref: String, reason: String)

    /// The error in one sentence; what is wrong with a reference is said in GitHub's words.
    ///
    /// Source: the lines `Error: Unable to resolve action …` of GitHub's `Set up job`
    package var description: String {
        switch self {
        case .noRepository(let name, _):
            "Unable to resolve action. Repository not found: \(name)"
        case .noRef(let name, let ref):
            "Unable to resolve action `\(name)@\(ref)`, unable to find version `\(ref)`"
        case .shortCommit(let name, let ref, let commit):
            "Unable to resolve action `\(name)@\(ref)`, the provided ref `\(ref)` is the shortened "
                + "version of a commit SHA, which is not supported. Please use the full commit SHA "
                + (commit.map { "`\($0)` " } ?? "") + "instead."
        case .unreachable(let name, let url, let reason):
            "cannot fetch `\(name)` from `\(url)`: \(reason)"
        case .refusedLogin(let name, let url, let reason):
            "cannot log in at `\(url)` to fetch `\(name)`: \(reason)"
        case .tooSlow(let name, let url, let limit):
            "cannot fetch `\(name)` from `\(url)`: no end after \(limit.components.seconds) seconds"
        case .tooLarge(let name, let ref, let what):
            "`\(name)@\(ref)` is not fetched: \(what)"
        case .offline(let name, let ref):
            "`\(name)@\(ref)` was never fetched before, and nothing is fetched in offline mode"
        case .unusable(let name, let ref, let reason):
            "`\(name)@\(ref)` was fetched and cannot be used: \(reason)"
        }
    }

    /// What to do next.
    package var help: String? {
        switch self {
        case .noRepository(_, let url):
            "`\(url)` was asked without a token; a private repository needs one under "
                + "`repositories:` in `~/.config/actlocal/config.yml`"
        case .noRef, .shortCommit, .unusable, .refusedLogin: nil
        case .unreachable, .tooSlow:
            "check the network, name a mirror under `repositories:`, or use what was fetched "
                + "before with `--action-offline-mode`"
        case .tooLarge(let name, let ref, _):
            "name a local folder for it with `--local-repository \(name)@\(ref)=FOLDER`"
        case .offline(let name, let ref):
            "run once without `--action-offline-mode`, or name a local folder for it with "
                + "`--local-repository \(name)@\(ref)=FOLDER`"
        }
    }
}
