package import Workflows

/// The jobs of a workflow that are wanted, and those of the files that they call.
package struct JobSelection: Sendable {
    /// The lower-case ids of the jobs of the file itself; nil for all.
    private let ids: Set<String>?
    /// By the lower-case ids of calling jobs, what is wanted of their files; all of other files.
    private let inside: [String: JobSelection]

    /// Every job.
    package static let all = JobSelection(ids: nil, inside: [:])

    /// No job.
    package static let none = JobSelection(ids: [], inside: [:])

    private init(ids: Set<String>?, inside: [String: JobSelection]) {
        self.ids = ids
        self.inside = inside
    }

    /// The jobs at paths such as `build` or `deploy/check`, with all that they need.
    package init(
        paths: [String],
        of workflow: Workflow,
        called: CalledWorkflows = CalledWorkflows()
    ) {
        let mentions = paths.map(Self.parts).filter { workflow.job($0.id) != nil }
        let graph = NeedsGraph(workflow)
        var inside: [String: JobSelection] = [:]
        for (id, rests) in Dictionary(grouping: mentions, by: { $0.id.lowercased() }) {
            let deeper = rests.compactMap(\.rest)
            guard deeper.count == rests.count, let job = workflow.job(id),
                let target = called.workflow(of: job)
            else { continue }
            inside[id] = JobSelection(paths: deeper, of: target, called: called)
        }
        ids = Set(graph.closure(of: mentions.map(\.id)))
        self.inside = inside
    }

    /// Whether nothing is wanted.
    package var isEmpty: Bool { ids?.isEmpty ?? false }

    /// Whether a job of the file is wanted.
    package func holds(_ job: Job) -> Bool {
        ids?.contains(job.id.lowercased()) ?? true
    }

    /// What is wanted of the file that a job calls.
    package func inside(_ job: Job) -> JobSelection {
        inside[job.id.lowercased()] ?? .all
    }

    /// The paths there are where one leads nowhere; nil when it leads to a job.
    package static func alternatives(
        to path: String,
        in workflow: Workflow,
        called: CalledWorkflows
    ) -> [String]? {
        let (id, rest) = parts(path)
        guard let job = workflow.job(id) else { return workflow.jobs.map(\.id) }
        guard let rest else { return nil }
        guard let target = called.workflow(of: job) else { return workflow.jobs.map(\.id) }
        return alternatives(to: rest, in: target, called: called)?.map { "\(job.id)/\($0)" }
    }

    private static func parts(_ path: String) -> (id: String, rest: String?) {
        let parts = path.split(separator: "/", maxSplits: 1)
        return (parts.first.map(String.init) ?? "", parts.count > 1 ? String(parts[1]) : nil)
    }
}

extension CalledWorkflows {
    /// The workflow that a job calls, when it is at hand.
    fileprivate func workflow(of job: Job) -> Workflow? {
        guard case .call(let call) = job.kind, case .workflow(let workflow) = target(of: call)
        else { return nil }
        return workflow
    }
}
