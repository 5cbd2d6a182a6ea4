import RunnerServices

/// What artifacts and cache entries of this machine are called, whatever repository they are of:
/// asking git for it would take longer than a shell waits.
package struct StoredNames: Sendable {
    private let machine: MachineFacts

    /// Names that are read when they are asked for.
    package init(_ machine: MachineFacts) { self.machine = machine }

    /// The names of artifacts, newest first.
    package var artifacts: [String] { entries.map(\.name) }

    /// The runs that left artifacts, newest first.
    package var runs: [String] { entries.map { "\($0.run)" } }

    /// `last`, and the runs in a folder that left contexts, newest first.
    package func earlierRuns(of folder: String) -> [String] {
        let ids = RunRecords(machine).entries.map(\.record).filter { $0.folder == folder }
            .map(\.id)
        return ids.isEmpty ? [] : ["last"] + ids
    }

    /// What a command line calls the steps of a run's jobs, of one job where it is named.
    package func steps(of folder: String, run: String, job: String?) -> [String] {
        let records = RunRecords(machine)
        let kept = records.entries.map(\.record).filter { $0.folder == folder }
        let id = run == "last" ? kept.first?.id : run
        return kept.filter { $0.id == id || "\($0.run)" == id }.flatMap(records.jobs)
            .filter { job == nil || $0.key == job }
            .flatMap { $0.stepNames.words }
    }

    /// The keys of cache entries, the one used last first.
    package var cacheKeys: [String] {
        CacheStore(root: machine.cachesFolder).entries().map(\.entry.key)
    }

    private var entries: [ArtifactEntry] {
        ArtifactStore(root: machine.stateFolder + "/runs").entries().reversed()
    }
}
