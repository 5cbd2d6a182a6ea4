/// How jobs ended that a plan has decided, and what that means for those that need them.
///
/// Each is asked for after all that it needs have ended.
struct EndedJobs {
    private let graph: NeedsGraph
    private var ends: [String: FinishedJob] = [:]
    /// For each job, the jobs before it, near and far, that are not taken to succeed.
    private var blockers: [String: [FinishedJob]] = [:]

    /// Starts with no job ended.
    init(_ graph: NeedsGraph) {
        self.graph = graph
    }

    /// Notes the end of a job.
    mutating func end(_ job: FinishedJob) {
        ends[job.id.lowercased()] = job
    }

    /// What a job finds of those it needs.
    ///
    /// Of the jobs further up only those are named that did not succeed: the others decide nothing,
    /// and naming them all would take time in proportion to the square of the jobs.
    mutating func needs(of job: String) -> NeedsState {
        let id = job.lowercased()
        let direct = graph.direct(of: id)
        var known: Set<String> = []
        var bad: [FinishedJob] = []
        for need in direct {
            let end = ends[need].map { $0.result == .success ? [] : [$0] } ?? []
            for job in end + (blockers[need] ?? []) where known.insert(job.id).inserted {
                bad.append(job)
            }
        }
        if !bad.isEmpty { blockers[id] = bad }
        let ended = direct.compactMap { ends[$0] }
        let near = Set(ended.map(\.id))
        return NeedsState(
            direct: ended,
            ancestors: ended + bad.filter { !near.contains($0.id) }
        )
    }
}
