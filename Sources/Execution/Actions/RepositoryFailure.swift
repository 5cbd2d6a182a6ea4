import Diagnostics
import Workspaces

/// Why a repository is not to be had, as a job or a step reports it.
struct RepositoryFailure: Error, CustomStringConvertible {
    /// What went wrong.
    let description: String
    /// What the user can do.
    var help: String?
    /// Whose doing it is: the reference's, the network's, or this run's, which is offline or has
    /// limits of its own.
    let cause: JobOpenError.Cause

    /// Composite actions are inside of more than GitHub's runner follows.
    static let tooDeep = RepositoryFailure(StepRunner.depthError)

    /// GitHub refuses the version of an action, in its own words.
    static func closedDown(_ words: String) -> RepositoryFailure { RepositoryFailure(words) }

    private init(_ description: String) {
        self.description = description
        cause = .workflow
    }

    /// A repository that was fetched and whose action is missing or cannot be read.
    init(ofAction action: String, _ error: ActionError) {
        if case .wrong(_, let diagnostics) = error, let first = diagnostics.first {
            // The place of the file is told by the diagnostic itself.
            description = "Failed to load the manifest of '\(action)': \(first.message)"
        } else {
            description = "\(error)"
        }
        help = nil
        cause = .workflow
    }

    /// Takes what the store threw.
    init(_ error: any Error) {
        guard let error = error as? RepositoryError else {
            description = error is CancellationError ? "The operation was canceled." : "\(error)"
            help = nil
            cause = .engine
            return
        }
        description = error.description
        help = error.help
        cause =
            switch error {
            case .noRepository, .noRef, .shortCommit, .refusedLogin: .workflow
            case .unreachable, .tooSlow, .unusable: .engine
            case .offline, .tooLarge: .here
            }
    }
}
