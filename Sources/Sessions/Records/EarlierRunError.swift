import Diagnostics

/// Why there are no contexts of an earlier run.
package enum EarlierRunError: Error, Sendable, Hashable {
    /// No run of the repository has left any, or none of a workflow that was named.
    case none(workflow: String?)
    /// No run has the id; `newest` are ids of runs that are kept.
    case unknownRun(String, newest: [String])
    /// No job of the run had its container or folder.
    case noJobs(run: String)
    /// The run had several jobs, or the job several legs, and none was named.
    case jobNeeded(run: String, keys: [String])
    /// The run has no job of that key.
    case unknownJob(String, run: String, keys: [String])

    /// How many runs a message names.
    static let shownRuns = 5

    /// What is wrong, in one sentence.
    var message: String {
        switch self {
        case .none(nil): "no run of this repository has left contexts"
        case .none(let workflow?): "no run of `\(workflow)` has left contexts here"
        case .unknownRun(let name, _):
            "no run of this repository that has the id `\(name)` has left contexts"
        case .noJobs(let run): "run `\(run)` has left no contexts: none of its jobs began its steps"
        case .jobNeeded(let run, _): "run `\(run)` has left contexts of several jobs"
        case .unknownJob(let name, let run, _): "run `\(run)` has no contexts of a job `\(name)`"
        }
    }

    /// What to do next, when there is something to suggest.
    var help: String? {
        switch self {
        case .none, .noJobs: "`actlocal run` keeps those of a job when its steps have ended"
        case .unknownRun(let name, let newest):
            if let nearest = NearestMatch.nearest(to: name, in: newest) {
                "did you mean `\(nearest)`?"
            } else {
                "name `last` or one of the newest: " + Self.list(newest.prefix(Self.shownRuns))
            }
        case .jobNeeded(_, let keys): "name one with `--job`: " + Self.list(keys[...])
        case .unknownJob(let name, _, let keys):
            NearestMatch.nearest(to: name, in: keys).map { "did you mean `\($0)`?" }
                ?? "there is " + Self.list(keys[...])
        }
    }

    private static func list(_ names: ArraySlice<String>) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }
}
