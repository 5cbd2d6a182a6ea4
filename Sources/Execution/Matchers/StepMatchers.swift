import Diagnostics
import InitProtocol
import RunEvents

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

    /// The job's key.
    private let job: String

    /// The matchers of a job, for a process that sees the runner's folders as `output` says.
    init(_ job: RunningJob, output: PathTranslation) {
        self.job = job.key
        matchers = job.matchers
        host = job.room.host
        paths = job.paths
        self.output = output
        workspace = job.room.paths.expressionWorkspace
    }

    /// What a command has changed about the matchers.
    struct Change {
        /// The owners whose matchers have changed.
        let owners: [String]
        /// What is said of it when debugging.
        let remark: String
        /// The matchers among them that find nothing here.
        var limits: [NotHonoured] = []
    }

    /// Carries out `add-matcher` and `remove-matcher`.
    ///
    /// - Returns: what has changed; nil for nothing.
    func apply(_ effect: CommandEffect) async throws(ProblemMatcherError) -> Change? {
        switch effect {
        case .addMatcher(let path, _):
            let added = try await load(path)
            guard !added.isEmpty else { return nil }
            matchers.add(added)
            let owners = added.map(\.owner)
            let remark =
                "Added matchers: \(Self.list(owners)). Problem matchers scan action output for "
                + "known warning or error strings and report these inline."
            return Change(owners: owners, remark: remark, limits: added.compactMap(limit))
        case .removeMatcher(let owner): return remove([owner])
        case .removeMatchers(let path, _): return remove(try await load(path).map(\.owner))
        case .setOutput, .saveState, .setEnvironment, .addPath, .failStep: return nil
        }
    }

    private func remove(_ owners: [String]) -> Change? {
        let removed = matchers.remove(owners)
        guard !removed.isEmpty else { return nil }
        return Change(owners: removed, remark: "Removed matchers: \(Self.list(removed))")
    }

    private func limit(of matcher: ProblemMatcher) -> NotHonoured? {
        matcher.limit.map { limit in
            NotHonoured(
                subject: "problem matcher `\(matcher.owner)`",
                reason: "\(limit), which is not understood here, so that it finds nothing",
                job: job
            )
        }
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
