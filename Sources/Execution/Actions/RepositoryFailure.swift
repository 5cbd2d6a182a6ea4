import Diagnostics
import Workspaces

/// Why a repository is not to be had, as a job or a step reports it.
struct RepositoryFailure: Error, CustomStringConvertible {
    /// What went wrong.
    let description: String
    /// What the user can do.
    var help: String?
    /// Whether it would be had with a network, or with a host that answers.
    let isOfNetwork: Bool
    /// Whether nothing was asked because the run is offline: then the job could not run here.
    let isOffline: Bool

    /// Composite actions are inside of more than GitHub's runner follows.
    static let tooDeep = RepositoryFailure(StepRunner.depthError)

    /// GitHub refuses the version of an action, in its own words.
    static func closedDown(_ words: String) -> RepositoryFailure { RepositoryFailure(words) }

    private init(_ description: String) {
        self.description = description
        isOfNetwork = false
        isOffline = false
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
        isOfNetwork = false
        isOffline = false
    }

    /// Takes what the store threw.
    init(_ error: any Error) {
        guard let error = error as? RepositoryError else {
            description = error is CancellationError ? "The operation was canceled." : "\(error)"
            help = nil
            isOfNetwork = true
            isOffline = false
            return
        }
        description = error.description
        help = error.help
        if case .offline = error { isOffline = true } else { isOffline = false }
        isOfNetwork = error.isOfNetwork || isOffline
    }
}
