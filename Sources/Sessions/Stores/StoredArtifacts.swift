import RunnerServices

/// The artifacts that are kept on this machine, of one repository or of all.
package struct StoredArtifacts: Sendable {
    /// The artifacts, those of the newest run first.
    package let artifacts: [StoredArtifact]
    private let store: ArtifactStore
    private let home: String?
    private let now: Double

    /// Looks up what a request asks for.
    package static func open(_ request: StoreRequest) async throws(SessionError) -> StoredArtifacts
    {
        StoredArtifacts(
            store: request.machine.artifacts,
            home: try await request.home(),
            now: request.now
        )
    }

    private init(store: ArtifactStore, home: String?, now: Double) {
        self.store = store
        self.home = home
        self.now = now
        artifacts = store.entries()
            .filter { (home == nil || $0.home == home) && $0.expires > now }
            .sorted { ($0.run, $1.id) > ($1.run, $0.id) }
            .map { StoredArtifact($0, in: store) }
    }

    /// The artifacts of one run; of all runs without one.
    ///
    /// - Throws: `StoreError.unknownRun`.
    package func of(run: Int?) throws(StoreError) -> [StoredArtifact] {
        guard let run else { return artifacts }
        let found = artifacts.filter { $0.run == run }
        var runs: [Int] = []
        for artifact in artifacts where runs.last != artifact.run { runs.append(artifact.run) }
        guard !found.isEmpty else { throw .unknownRun(run, known: runs) }
        return found
    }

    /// The artifacts of these names, each of the newest run that has it; without names, all of the
    /// newest run.
    ///
    /// With `run` only that one is looked at.
    ///
    /// - Throws: `StoreError.noArtifacts`, `.unknownRun`, `.unknownArtifact`.
    package func named(_ names: [String], run: Int?) throws(StoreError) -> [StoredArtifact] {
        let choice = try of(run: run)
        guard let newest = choice.first else { throw .noArtifacts }
        guard !names.isEmpty else { return choice.filter { $0.run == newest.run } }
        return try names.map { name throws(StoreError) in
            guard let found = choice.first(where: { $0.name == name }) else {
                throw .unknownArtifact(name, run: run, known: Self.unique(choice.map(\.name)))
            }
            return found
        }
    }

    /// What a clearing would remove that leaves the newest runs theirs, as many as usual where it
    /// is not said, and nothing that is older than `age`, in seconds.
    package func surplus(keptRuns: Int?, olderThan age: Double?) -> [StoredArtifact] {
        var limits = ArtifactLimits()
        if let keptRuns { limits.runs = keptRuns }
        let surplus = Set(store.surplus(limits, home: home, now: now))
        let old = artifacts.filter { isOlder($0, age) }.map(\.entry)
        return surplus.union(old).sorted { $0.id < $1.id }.map { StoredArtifact($0, in: store) }
    }

    /// Removes artifacts, but none of a run that is going on.
    ///
    /// - Returns: those that are gone.
    package func remove(_ artifacts: [StoredArtifact]) -> [StoredArtifact] {
        defer { store.sweep() }
        return store.remove(artifacts.map(\.entry)).map { StoredArtifact($0, in: store) }
    }

    private func isOlder(_ artifact: StoredArtifact, _ age: Double?) -> Bool {
        age.map { now - artifact.created > $0 } ?? false
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
