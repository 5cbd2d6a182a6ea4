import Planning
import Workflows

/// The jobs of a file that nobody has decided about yet, and which of them can be.
///
/// What a step of it costs does not grow with the number of jobs.
struct UndecidedJobs {
    private let jobs: [Job]
    private var isTaken: [Bool]
    private var left: Int
    /// The first job that may not be taken yet.
    private var front = 0
    /// The jobs whose needs have all ended, the next one last.
    private var ready: [Int]
    /// How many needs of each job have not ended.
    private var openNeeds: [Int]
    /// The jobs that need the job of an id.
    private var dependents: [String: [Int]] = [:]

    /// All of these jobs, in the workflow's order.
    init(_ jobs: [Job], graph: NeedsGraph) {
        self.jobs = jobs
        isTaken = [Bool](repeating: false, count: jobs.count)
        left = jobs.count
        openNeeds = [Int](repeating: 0, count: jobs.count)
        for index in jobs.indices {
            let needs = Set(graph.direct(of: jobs[index].id))
            openNeeds[index] = needs.count
            for need in needs { dependents[need, default: []].append(index) }
        }
        ready = jobs.indices.reversed().filter { [openNeeds] in openNeeds[$0] == 0 }
    }

    /// Whether all have been taken.
    var isEmpty: Bool { left == 0 }

    /// Whether one could be decided about.
    var hasReady: Bool { ready.contains { !isTaken[$0] } }

    /// Takes the next one whose needs have all ended.
    mutating func takeReady() -> Job? {
        while let index = ready.popLast() {
            if let job = take(index) { return job }
        }
        return nil
    }

    /// Takes the next one, whatever it needs.
    mutating func takeFirst() -> Job? {
        while front < jobs.count {
            front += 1
            if let job = take(front - 1) { return job }
        }
        return nil
    }

    /// Notes that a job has ended, by its id in lower case.
    mutating func noteEnd(of id: String) {
        for index in dependents.removeValue(forKey: id) ?? [] {
            openNeeds[index] -= 1
            guard openNeeds[index] == 0 else { continue }
            let place = ready.lastIndex { $0 > index }.map { $0 + 1 } ?? 0
            ready.insert(index, at: place)
        }
    }

    private mutating func take(_ index: Int) -> Job? {
        guard !isTaken[index] else { return nil }
        isTaken[index] = true
        left -= 1
        return jobs[index]
    }
}
