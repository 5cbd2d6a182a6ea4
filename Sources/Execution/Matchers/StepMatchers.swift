import Diagnostics
import InitProtocol

/// What a step's log does with problem matchers: their files, and the files that problems are in.
struct StepMatchers: Sendable {
    /// The job's matchers.
    let matchers: JobMatchers
    /// Where files are looked for.
    let host: any StepHost
    /// Where the runner's folders are in the job.
    let paths: PathTranslation
    /// Where they are in what the step's process writes.
    let output: PathTranslation
    /// The workspace as the runner names it.
    let workspace: String

    /// The matchers of a job, for a process that sees the runner's folders as `output` says.
    init(_ job: RunningJob, output: PathTranslation) {
        matchers = job.matchers
        host = job.room.host
        paths = job.paths
        self.output = output
        workspace = job.room.paths.expressionWorkspace
    }

    /// Carries out `add-matcher` and `remove-matcher`.
    ///
    /// - Returns: the owners whose matchers have changed, and what is said of it when debugging.
    func apply(
        _ effect: CommandEffect
    ) async throws(ProblemMatcherError) -> (owners: [String], remark: String)? {
        switch effect {
        case .addMatcher(let path, _):
            let added = try await load(path)
            guard !added.isEmpty else { return nil }
            matchers.add(added)
            let owners = added.map(\.owner)
            return (
                owners,
                "Added matchers: \(Self.list(owners)). Problem matchers scan action output for "
                    + "known warning or error strings and report these inline."
            )
        case .removeMatcher(let owner): return remove([owner])
        case .removeMatchers(let path, _): return remove(try await load(path).map(\.owner))
        case .setOutput, .saveState, .setEnvironment, .addPath, .failStep: return nil
        }
    }

    private func remove(_ owners: [String]) -> (owners: [String], remark: String)? {
        let removed = matchers.remove(owners)
        return removed.isEmpty ? nil : (removed, "Removed matchers: \(Self.list(removed))")
    }

    private static func list(_ owners: [String]) -> String {
        owners.map { "'\($0)'" }.joined(separator: ", ")
    }

    private func load(_ path: String) async throws(ProblemMatcherError) -> [ProblemMatcher] {
        let bytes: [UInt8]?
        do {
            bytes = try await host.read(paths.container(path), limit: ProblemMatcher.largestFile)
        } catch {
            throw ProblemMatcherError(description: "\(error)")
        }
        guard let bytes else {
            throw ProblemMatcherError(description: "Could not find file '\(path)'.")
        }
        return try ProblemMatcher.all(inFile: String(decoding: bytes, as: UTF8.self))
    }

    /// The file of a problem relative to the workspace; nil for one that is not there or outside.
    func file(of problem: FoundProblem) async -> String? {
        guard let file = problem.file else { return nil }
        var folder = workspace
        if let fromPath = problem.fromPath {
            let whole = rooted(fromPath, in: workspace)
            folder = whole.lastIndex(of: "/").map { String(whole[..<$0]) } ?? workspace
        }
        let whole = rooted(file, in: folder)
        guard whole.hasPrefix(workspace + "/"),
            let entry = try? await host.entry(at: paths.container(whole)), entry.kind == .file
        else { return nil }
        return String(whole.dropFirst(workspace.count + 1))
    }

    /// The path as the runner names it, without `.` and `..`.
    private func rooted(_ path: String, in folder: String) -> String {
        PathText.absolute(path.hasPrefix("/") ? output.host(path) : path, from: folder)
    }
}
