package import Diagnostics
import Execution
import RunnerServices
import Workspaces

/// What runs keep in the cache and state folders for later ones, cleared of what is not needed.
///
/// Nothing goes that a run uses: each store has locks for that. Whatever goes, except artifacts
/// and contexts, is made or fetched again when it is wanted.
package struct Housekeeping: Sendable {
    /// How much stays.
    package enum Measure: Sendable {
        /// What has not reached its end: artifacts, contexts and cache entries theirs, all else 30
        /// days without use.
        case usual
        /// What was made or used in so many seconds, as far as it stays as usual.
        case younger(than: Double)
    }

    /// What a clearing came to.
    package struct Outcome: Sendable {
        /// What is gone, or would be.
        package var removed: [KeptThing] = []
        /// How many things stay: a run uses them, or they cannot be removed.
        package var inUse = 0
        /// What could not be looked at, and why.
        package var problems: [Diagnostic] = []
    }

    /// Seconds without use after which goes what has no rule of its own.
    static let patience: Double = 30 * 24 * 3600

    /// Whose folders they are.
    let machine: MachineFacts
    /// Seconds since 1970.
    let now: Double

    /// The housekeeping of a machine, at a time in seconds since 1970.
    package init(_ machine: MachineFacts, now: Double) {
        self.machine = machine
        self.now = now
    }

    /// Removes what is not needed of some kinds of things; with `isDryRun` it only says what.
    package func clean(
        _ kinds: [KeptThing.Kind],
        keeping measure: Measure = .usual,
        isDryRun: Bool = false
    ) async -> Outcome {
        var outcome = Outcome()
        for kind in kinds {
            let found =
                switch kind {
                case .artifacts: await BlockingWork.run { artifacts(measure, isDryRun) }
                case .contexts: await BlockingWork.run { contexts(measure, isDryRun) }
                case .caches: await BlockingWork.run { caches(measure, isDryRun) }
                case .repositories: await repositories(measure, isDryRun)
                case .snapshots: await snapshots(measure, isDryRun)
                case .nodes: await BlockingWork.run { nodes(isDryRun) }
                case .docker: await docker(measure, isDryRun)
                case .images: await images(measure, isDryRun)
                }
            outcome.removed += found.removed
            outcome.inUse += found.inUse
            outcome.problems += found.problems.filter { !outcome.problems.contains($0) }
        }
        return outcome
    }

    private func artifacts(_ measure: Measure, _ isDryRun: Bool) -> Outcome {
        let store = machine.artifacts
        var surplus = store.surplus(now: now)
        if let age = measure.age {
            let known = Set(surplus)
            surplus += store.entries().filter { now - $0.created > age && !known.contains($0) }
        }
        let gone = isDryRun ? surplus : store.remove(surplus)
        if !isDryRun { store.sweep() }
        let things = gone.map { entry in
            KeptThing(kind: .artifacts, name: "\(entry.name) of run \(entry.run)", size: entry.size)
        }
        return Outcome(removed: things, inUse: surplus.count - gone.count)
    }

    private func contexts(_ measure: Measure, _ isDryRun: Bool) -> Outcome {
        let records = RunRecords(machine)
        var surplus = records.surplus()
        if let age = measure.age {
            let known = Set(surplus)
            surplus += records.entries.filter { now - $0.written > age && !known.contains($0) }
        }
        let gone = isDryRun ? surplus : records.remove(surplus)
        // What is younger may be that of a run that is just being written.
        if !isDryRun { records.sweep(before: now - 24 * 3600) }
        let things = gone.map { entry in
            KeptThing(
                kind: .contexts,
                name: "contexts of run \(entry.record.run)",
                size: entry.size
            )
        }
        return Outcome(removed: things)
    }

    private func caches(_ measure: Measure, _ isDryRun: Bool) -> Outcome {
        var limits = CacheStore.Limits()
        if let age = measure.age { limits.age = min(age, limits.age) }
        let store = CacheStore(root: machine.cachesFolder, limits: limits)
        let surplus = store.surplus(now: now)
        let gone = isDryRun ? surplus : store.remove(surplus)
        if !isDryRun { store.sweep() }
        let things = gone.map { found in
            KeptThing(kind: .caches, name: found.entry.key, size: found.entry.size)
        }
        return Outcome(removed: things, inUse: surplus.count - gone.count)
    }

    private func repositories(_ measure: Measure, _ isDryRun: Bool) async -> Outcome {
        let surplus = unused(
            RepositoryStore.kept(in: machine.repositoriesFolder),
            measure
        )
        return await outcome(.repositories, surplus, isDryRun, RepositoryStore.remove)
    }

    private func snapshots(_ measure: Measure, _ isDryRun: Bool) async -> Outcome {
        let store = machine.snapshots
        return await outcome(.snapshots, unused(store.kept, measure), isDryRun, store.remove)
    }

    private func outcome(
        _ kind: KeptThing.Kind,
        _ surplus: [KeptFolder],
        _ isDryRun: Bool,
        _ remove: ([KeptFolder]) async -> [KeptFolder]
    ) async -> Outcome {
        let sizes = Dictionary(surplus.map { ($0, $0.size) }, uniquingKeysWith: { $1 })
        let gone = isDryRun ? surplus : await remove(surplus)
        let things = gone.map { KeptThing(kind: kind, name: $0.name, size: sizes[$0] ?? 0) }
        return Outcome(removed: things, inUse: surplus.count - gone.count)
    }

    private func nodes(_ isDryRun: Bool) -> Outcome {
        let store = NodeStore(folder: machine.nodesFolder, searchPath: nil)
        // A job that began before the newer one came may still start the older.
        let superseded = store.superseded(before: now - 24 * 3600)
        let things = superseded.compactMap { name -> KeptThing? in
            let size = KeptFolder.size(of: "\(machine.nodesFolder)/\(name)")
            guard isDryRun || store.remove(name) else { return nil }
            return KeptThing(kind: .nodes, name: "node \(name)", size: size)
        }
        return Outcome(removed: things, inUse: superseded.count - things.count)
    }

    private func unused(_ folders: [KeptFolder], _ measure: Measure) -> [KeptFolder] {
        let age = min(measure.age ?? Self.patience, Self.patience)
        return folders.filter { now - $0.used > age }
    }
}

extension Housekeeping.Measure {
    /// The most seconds that something may be old; nil for as many as usual.
    var age: Double? {
        if case .younger(let age) = self { age } else { nil }
    }
}
