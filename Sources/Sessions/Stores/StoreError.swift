import Diagnostics
import RunEvents

/// Why something that is kept cannot be shown or unpacked.
package enum StoreError: Error, Hashable {
    /// No run left artifacts.
    case noArtifacts
    /// The run left no artifacts, or there is no such run.
    case unknownRun(Int, known: [Int])
    /// No artifact is called so, in one run or in any.
    case unknownArtifact(String, run: Int?, known: [String])
    /// No cache entry has a key that begins so.
    case unknownEntry(String, known: [String])
    /// Something that would be written is there already.
    case filesInTheWay([String], folder: String)
    /// What is kept is damaged, or would land where it must not.
    case refused(String, reason: String)
    /// A link leads out of the folder, or a file would land in a repository's own folder.
    case outside(String, path: String, reason: String)
    /// The disk refused.
    case disk(reason: String)

    /// What is wrong, in one sentence.
    package var message: String {
        switch self {
        case .noArtifacts: "no run of this repository has left artifacts"
        case .unknownRun(let run, _): "there is no run `\(run)` with artifacts"
        case .unknownArtifact(let name, let run?, _): "run `\(run)` has no artifact `\(name)`"
        case .unknownArtifact(let name, nil, _): "no run has an artifact `\(name)`"
        case .unknownEntry(let key, _): "no cache entry has a key that begins with `\(key)`"
        case .filesInTheWay(let paths, let folder):
            "`\(folder)` already has " + Self.list(paths)
        case .refused(let name, let reason): "`\(name)` was not unpacked: \(reason)"
        case .outside(let name, let path, let reason):
            "`\(name)` was not unpacked: refused `\(path)`: \(reason)"
        case .disk(let reason): reason
        }
    }

    /// What to do next, when there is something to suggest.
    package var help: String? {
        switch self {
        case .noArtifacts: "`--all-repositories` looks at all that is kept on this machine"
        case .unknownRun(_, let known):
            known.isEmpty
                ? "`--all-repositories` looks at all that is kept on this machine"
                : "there is " + Self.list(known.map { "\($0)" })
        case .unknownArtifact(let name, _, let known), .unknownEntry(let name, let known):
            NearestMatch.nearest(to: name, in: known).map { "did you mean `\($0)`?" }
                ?? (known.isEmpty ? "there is none at all" : "there is " + Self.list(known))
        case .filesInTheWay:
            "name another folder with `--to FOLDER`, or replace them with `--overwrite`"
        case .refused, .outside, .disk: nil
        }
    }

    /// The process's exit status.
    package var exitStatus: Int32 {
        switch self {
        case .noArtifacts, .unknownRun, .unknownArtifact, .unknownEntry: ExitStatus.notRun
        case .filesInTheWay: ExitStatus.usage
        case .refused, .outside: ExitStatus.invalid
        case .disk: ExitStatus.unavailable
        }
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}
