import HostProcesses

/// What git refused to tell about the developer's repository.
package enum GitError: Error, Hashable, CustomStringConvertible {
    /// The folder is in no repository.
    case notARepository(directory: String)
    /// There is a `.git`, and git finds no repository by it.
    case brokenRepository(directory: String, message: String)
    /// Git does not trust a repository that belongs to another user.
    case dubiousOwnership(directory: String)
    /// The folder lies in a bare repository or in a `.git` folder.
    case noWorkTree(directory: String)
    /// No commit has this name.
    case unknownRevision(String)
    /// The repository's path cannot be told apart in git's answer.
    case unusablePath(String)
    /// Git is older than 2.31 and does not know what it is asked.
    case tooOld
    /// Any other failure, in git's own words.
    case failed(command: String, status: Int32, message: String)

    /// Reads git's failure.
    init(arguments: [String], directory: String, outcome: ProcessOutcome) {
        let message = outcome.errorText
        if message.contains("not a git repository") {
            self = .notARepository(directory: directory)
        } else if message.contains("dubious ownership") {
            self = .dubiousOwnership(directory: quoted(in: message) ?? directory)
        } else {
            self = .failed(
                command: "git " + arguments.prefix(3).joined(separator: " "),
                status: outcome.status.code,
                message: message
            )
        }
    }

    /// The error in one sentence.
    package var description: String {
        switch self {
        case .notARepository(let directory):
            "`\(directory)` is in no git repository"
        case .brokenRepository(let directory, let message):
            "`\(directory)/.git` is there, but git finds no repository by it (\(message)); "
                + "`git worktree repair` mends a worktree that was moved; do not delete a folder "
                + "`.git`, which holds the history"
        case .dubiousOwnership(let directory):
            "git does not trust `\(directory)` because it belongs to another user; "
                + "run `git config --global --add safe.directory '\(directory)'`"
        case .noWorkTree(let directory):
            "`\(directory)` has no working tree; start from a checked-out folder of the repository"
        case .unknownRevision(let name):
            "no commit is named `\(name)` here; fetch it, or see `git log --all --oneline`"
        case .unusablePath(let path):
            "the path `\(path)` holds a line break, which git cannot report; move the repository"
        case .tooOld:
            "the installed git is too old; install git 2.31 or newer"
        case .failed(let command, let status, let message):
            "`\(command)` failed with status \(status): \(message)"
        }
    }
}

/// The first text between single quotes.
private func quoted(in message: String) -> String? {
    let parts = message.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 ? String(parts[1]) : nil
}
