/// How jobs ended so far, and what that means for those that need them.
///
/// Of the jobs that a job waits for through others, those that succeeded decide nothing, and of the
/// rest one of each kind decides as much as all: what is kept of a job does not grow with the
/// number of jobs before it.
package struct EndedJobs: Sendable {
    /// What jobs are told apart by that are not taken to succeed.
    private enum Kind: Hashable, Sendable {
        case result(JobResult)
        /// It could not be run here.
        case notRun
    }

    /// The first job of each kind in the order of ids.
    private typealias Causes = [Kind: FinishedJob]

    private let direct: @Sendable (String) -> [String]
    private var ends: [String: FinishedJob] = [:]
    /// For each job that has ended, itself and the jobs before it.
    private var causes: [String: Causes] = [:]

    /// Starts with no job ended.
    package init(_ graph: NeedsGraph) {
        self.init { graph.direct(of: $0) }
    }

    /// Starts with no job ended; `direct` gives what a job needs itself, by lower-case id.
    init(direct: @escaping @Sendable (String) -> [String]) {
        self.direct = direct
    }

    /// How a job ended, by lower-case id; nil before.
    package subscript(id: String) -> FinishedJob? { ends[id] }

    /// All that have ended, in the order of ids.
    package var all: [FinishedJob] { ends.sorted { $0.key < $1.key }.map(\.value) }

    /// Notes the end of a job, which comes after that of all that it needs.
    package mutating func end(_ job: FinishedJob, isNotRun: Bool = false) {
        let id = job.id.lowercased()
        var all = causes(before: id)
        if job.result != .success { Self.add(job, as: .result(job.result), to: &all) }
        if isNotRun { Self.add(job, as: .notRun, to: &all) }
        ends[id] = job
        causes[id] = all
    }

    /// What a job finds of those it needs.
    package func needs(of job: String, isRunCancelled: Bool = false) -> NeedsState {
        let id = job.lowercased()
        let ended = direct(id).compactMap { ends[$0] }
        let before = causes(before: id)
        guard !before.isEmpty else {
            return NeedsState(direct: ended, ancestors: ended, isRunCancelled: isRunCancelled)
        }
        let near = Set(ended.map { $0.id.lowercased() })
        let far = before.values.map { ($0.id.lowercased(), $0) }
            .filter { !near.contains($0.0) }.sorted { $0.0 < $1.0 }
        var seen: Set<String> = []
        return NeedsState(
            direct: ended,
            ancestors: ended + far.filter { seen.insert($0.0).inserted }.map(\.1),
            isRunCancelled: isRunCancelled
        )
    }

    /// The first job among those a job waits for that could not be run here.
    package func notRunNeed(of job: String) -> FinishedJob? {
        causes(before: job.lowercased())[.notRun]
    }

    /// The causes of all that a job needs; one that has not ended is looked behind.
    private func causes(before id: String) -> Causes {
        var open = direct(id)
        guard !open.allSatisfy({ causes[$0]?.isEmpty == true }) else { return [:] }
        var found: Causes = [:]
        var seen: Set<String> = []
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            if let known = causes[next] {
                for (kind, job) in known { Self.add(job, as: kind, to: &found) }
            } else {
                open += direct(next)
            }
        }
        return found
    }

    private static func add(_ job: FinishedJob, as kind: Kind, to causes: inout Causes) {
        if let known = causes[kind], known.id.lowercased() <= job.id.lowercased() { return }
        causes[kind] = job
    }
}
