import RunEvents
import RunnerServices
import Synchronization

/// How far the jobs of a run are, as its events tell.
final class RunProgress: Sendable {
    fileprivate struct State {
        var order: [String] = []
        var jobs: [String: ServedJobState] = [:]
        /// Where the steps of a job stand in its list, by their keys.
        var places: [String: [String: Int]] = [:]
    }

    private let state = Mutex(State())

    /// Takes what happened at a time in seconds since 1970.
    func note(_ happening: Happening, at time: Double) {
        switch happening {
        case .jobQueued(let job):
            state.withLock { state in
                if state.jobs[job.job] == nil { state.order.append(job.job) }
                state.jobs[job.job] = ServedJobState(key: job.job, name: job.name)
            }
        case .jobStarted(let job):
            state.withLock { $0.jobs[job.job]?.progress.started = time }
        case .jobFinished(let job):
            state.withLock {
                $0.jobs[job.job]?.progress.ended = time
                $0.jobs[job.job]?.progress.conclusion = job.conclusion.rawValue
            }
        case .stepStarted(let step):
            state.withLock { $0.update(step.job, step.step, step.name) { $0.started = time } }
        case .stepFinished(let step):
            state.withLock {
                $0.update(step.job, step.step, step.name) {
                    $0.ended = time
                    $0.conclusion = step.conclusion.rawValue
                }
            }
        default: break
        }
    }

    /// A job by its key; nil for one that nothing was said of.
    func job(_ key: String) -> ServedJobState? { state.withLock { $0.jobs[key] } }

    /// The steps of a job in the order they began, with their keys.
    func steps(of job: String) -> [(key: String, name: String, conclusion: Conclusion?)] {
        state.withLock { state in
            let keys = state.places[job, default: [:]].sorted { $0.value < $1.value }.map(\.key)
            return zip(keys, state.jobs[job]?.steps ?? []).map { key, step in
                (key, step.name, step.progress.conclusion.flatMap(Conclusion.init(rawValue:)))
            }
        }
    }

    /// The jobs of a workflow's run, in the order in which they became known.
    func jobs(keyPrefix: String) -> [ServedJobState] {
        state.withLock { state in
            state.order.filter { $0.hasPrefix(keyPrefix) }.compactMap { state.jobs[$0] }
        }
    }
}

extension RunProgress.State {
    fileprivate mutating func update(
        _ job: String,
        _ step: String,
        _ name: String,
        _ change: (inout ServedJobState.Progress) -> Void
    ) {
        guard var known = jobs[job] else { return }
        let place = places[job]?[step] ?? known.steps.count
        if place == known.steps.count { known.steps.append((name, ServedJobState.Progress())) }
        places[job, default: [:]][step] = place
        change(&known.steps[place].progress)
        jobs[job] = known
    }
}
