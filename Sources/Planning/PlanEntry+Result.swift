extension PlanEntry.Fate {
    /// What `needs` says of the job, as a plan takes it.
    var result: JobResult {
        switch self {
        case .legs, .unresolved: return .success
        case .invalid: return .failure
        case .skipped, .notRun: return .skipped
        case .calls(let calls):
            let results = calls.flatMap(\.jobs).map(\.fate.result)
            if results.contains(.failure) { return .failure }
            return results.contains(.success) && !isNotRun ? .success : .skipped
        }
    }

    /// Whether the job, or one of a workflow it calls, is not run here.
    var isNotRun: Bool {
        switch self {
        case .notRun: true
        case .calls(let calls): calls.contains { $0.jobs.contains(where: \.fate.isNotRun) }
        case .legs, .unresolved, .invalid, .skipped: false
        }
    }
}
