import Diagnostics

/// Checks what the jobs of a file need of each other, with GitHub's texts.
///
/// Source: the runner's `WorkflowTemplateConverter`, `NodeInfo`
struct DependencyGraph {
    private let jobs: [Job]
    private let byID: [String: Int]
    /// The ids of jobs that could not be read, in lower case.
    private let broken: Set<String>

    /// Takes the jobs of a file, and the ids of those that could not be read.
    init(_ jobs: [Job], broken: [String] = []) {
        self.jobs = jobs
        self.broken = Set(broken.map { $0.lowercased() })
        var byID: [String: Int] = Dictionary(minimumCapacity: jobs.count)
        for (index, job) in jobs.enumerated().reversed() { byID[job.id.lowercased()] = index }
        self.byID = byID
    }

    /// Everything wrong with the graph; `span` is where `jobs` stands.
    func problems(at span: SourceSpan) -> [Diagnostic] {
        guard broken.isEmpty else { return unknownJobs }
        guard jobs.contains(where: { $0.needs.isEmpty }) else {
            return [
                Diagnostic(
                    .noStartJob,
                    "The workflow must contain at least one job with no dependencies.",
                    at: jobs.first?.idSpan ?? span,
                    help: jobs.isEmpty ? "add a job" : "remove `needs` from the job to start with",
                    githubLocation: .at(span.start)
                )
            ]
        }
        guard !isInOrder else { return [] }
        let unknown = unknownJobs
        return unknown.isEmpty ? cycles : unknown
    }

    /// Whether each job stands below all it needs, as in most files: then nothing is wrong.
    private var isInOrder: Bool {
        for (index, job) in jobs.enumerated() {
            for need in job.needs {
                guard let other = byID[need.value.lowercased()], other < index else { return false }
            }
        }
        return true
    }

    private var unknownJobs: [Diagnostic] {
        let ids = jobs.map(\.id)
        return jobs.flatMap { job in
            let unknown = job.needs.map { ($0, $0.value.lowercased()) }
                .filter { byID[$0.1] == nil && !broken.contains($0.1) }
            return unknown.map { need, _ in
                let nearest = NearestMatch.nearest(to: need.value, in: ids)
                return Diagnostic(
                    .unknownJob,
                    "Job '\(job.id)' depends on unknown job '\(need.value)'.",
                    at: need.span,
                    help: nearest.flatMap { $0 == job.id ? nil : "did you mean `\($0)`?" }
                )
            }
        }
    }

    /// The edges of every circle: GitHub takes away what can start and reports the edges that stay
    /// behind between jobs of a circle.
    private var cycles: [Diagnostic] {
        let edges = jobs.map { job in job.needs.compactMap { byID[$0.value.lowercased()] } }
        let components = StronglyConnected(edges).components
        let sizes = Dictionary(components.map { ($0, 1) }, uniquingKeysWith: +)
        var diagnostics: [Diagnostic] = []
        for (index, job) in jobs.enumerated() {
            for need in job.needs {
                guard let other = byID[need.value.lowercased()],
                    components[other] == components[index],
                    other == index || sizes[components[index], default: 0] > 1
                else {
                    continue
                }
                diagnostics.append(
                    Diagnostic(
                        .dependencyCycle,
                        "Job '\(job.id)' depends on job '\(need.value)' which creates a cycle in "
                            + "the dependency graph.",
                        at: need.span,
                        help: "remove one `needs` of the circle"
                    )
                )
            }
        }
        return diagnostics
    }
}

/// Tarjan's algorithm with a stack of its own, so that a long chain of jobs cannot exhaust the
/// thread's.
private struct StronglyConnected {
    /// For each node, the number of the group whose members all reach each other.
    private(set) var components: [Int]
    private let edges: [[Int]]
    private var order: [Int]
    private var low: [Int]
    private var stack: [Int] = []
    private var isOnStack: [Bool]
    private var counter = 0
    private var groups = 0

    init(_ edges: [[Int]]) {
        self.edges = edges
        components = Array(repeating: -1, count: edges.count)
        order = Array(repeating: -1, count: edges.count)
        low = Array(repeating: 0, count: edges.count)
        isOnStack = Array(repeating: false, count: edges.count)
        for node in edges.indices where order[node] < 0 {
            visit(node)
        }
    }

    private mutating func visit(_ root: Int) {
        var path: [(node: Int, next: Int)] = [(root, 0)]
        enter(root)
        while let (node, next) = path.last {
            guard next < edges[node].count else {
                path.removeLast()
                leave(node, to: path.last?.node)
                continue
            }
            path[path.count - 1].next += 1
            let target = edges[node][next]
            if order[target] < 0 {
                enter(target)
                path.append((target, 0))
            } else if isOnStack[target] {
                low[node] = min(low[node], order[target])
            }
        }
    }

    private mutating func enter(_ node: Int) {
        order[node] = counter
        low[node] = counter
        counter += 1
        stack.append(node)
        isOnStack[node] = true
    }

    private mutating func leave(_ node: Int, to parent: Int?) {
        if let parent {
            low[parent] = min(low[parent], low[node])
        }
        guard low[node] == order[node] else {
            return
        }
        while let member = stack.popLast() {
            isOnStack[member] = false
            components[member] = groups
            if member == node {
                break
            }
        }
        groups += 1
    }
}
