package import Workflows

/// Which job needs which, by lower-case id.
package struct NeedsGraph: Sendable {
    private let needs: [String: [String]]
    private let order: [String]

    /// The graph of a workflow that was checked for unknown jobs and cycles.
    package init(_ workflow: Workflow) {
        order = workflow.jobs.map { $0.id.lowercased() }
        needs = Dictionary(
            workflow.jobs.map { job in
                (job.id.lowercased(), job.needs.map { $0.value.lowercased() })
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The jobs a job waits for itself, in the order written.
    package func direct(of id: String) -> [String] {
        needs[id.lowercased()] ?? []
    }

    /// These jobs and all they need, in the workflow's order.
    package func closure(of ids: [String]) -> [String] {
        var wanted: Set<String> = []
        var open = ids.map { $0.lowercased() }
        while let next = open.popLast() {
            if wanted.insert(next).inserted { open += direct(of: next) }
        }
        return order.filter(wanted.contains)
    }

    /// Every job with its depth: 0 needs nothing, each other is one deeper than its deepest need.
    ///
    /// Jobs on a cycle, and those behind one, have no depth.
    package func depths() -> [String: Int] {
        if let depths = depthsInOrder { return depths }
        var open: [String: Int] = [:]
        var dependents: [String: [String]] = [:]
        for id in order {
            var below = direct(of: id)
            if below.count > 1 { below = Array(Set(below)) }
            open[id] = below.count
            for need in below { dependents[need, default: []].append(id) }
        }
        var depths: [String: Int] = [:]
        var level = order.filter { open[$0] == 0 }
        var depth = 0
        while !level.isEmpty {
            var next: [String] = []
            for id in level {
                depths[id] = depth
                for dependent in dependents[id] ?? [] {
                    open[dependent, default: 0] -= 1
                    if open[dependent] == 0 { next.append(dependent) }
                }
            }
            level = next
            depth += 1
        }
        return depths
    }

    /// The depths where each job stands below all it needs, as in most files; else nil.
    private var depthsInOrder: [String: Int]? {
        var depths: [String: Int] = Dictionary(minimumCapacity: order.count)
        for id in order {
            var depth = 0
            for need in needs[id] ?? [] {
                guard let other = depths[need] else { return nil }
                depth = max(depth, other + 1)
            }
            depths[id] = depth
        }
        return depths
    }
}
