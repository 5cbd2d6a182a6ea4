extension ArtifactStore {
    /// What has to go so that the rest keeps within its limits: what has expired at `now`, in
    /// seconds since 1970, and what belongs to runs that are too many or too large.
    ///
    /// It looks at the repository `home` alone, or at all without one, each by itself.
    package func surplus(
        _ limits: ArtifactLimits = ArtifactLimits(),
        home: String? = nil,
        now: Double
    ) -> [ArtifactEntry] {
        let all = Dictionary(grouping: entries(), by: \.home)
        return all.filter { home == nil || $0.key == home }.flatMap { _, entries in
            let runs = Dictionary(grouping: entries, by: \.run).sorted { $0.key > $1.key }
            var total = 0
            return runs.enumerated().flatMap { index, run in
                let kept = index < limits.runs ? run.value.filter { $0.expires > now } : []
                total += kept.reduce(0) { $0 + $1.size }
                let isTooMuch = index > 0 && total > limits.size
                return isTooMuch ? run.value : run.value.filter { !kept.contains($0) }
            }
        }
    }

    /// Removes artifacts, but none of a run that is going on or that another run reads.
    ///
    /// - Returns: those that are gone.
    @discardableResult
    package func remove(_ entries: [ArtifactEntry]) -> [ArtifactEntry] {
        Dictionary(grouping: entries, by: \.run).flatMap { run, entries -> [ArtifactEntry] in
            guard let lock = lock(run) else { return [] }
            let gone = entries.filter(discard)
            removeIfEmpty(run, lock)
            return gone
        }.sorted { $0.id < $1.id }
    }

    /// Removes what killed processes left: artifacts that were being removed, and empty folders.
    package func sweep() {
        for run in runs {
            guard let lock = lock(run) else { continue }
            for id in Disk.names(in: folder(run))
            where Disk.time(of: "\(folder(run))/\(id)/entry.json") == nil {
                Disk.remove("\(folder(run))/\(id)")
            }
            removeIfEmpty(run, lock)
        }
    }

    /// Keeps the artifacts of a run from being removed as long as the lock is held.
    func hold(run: Int) throws(ServiceFailure) -> DiskLock {
        while true {
            try Disk.makeFolder(place(ofRun: run))
            do {
                return try DiskLock(making: "\(place(ofRun: run))/lock", .shared)
            } catch  where Disk.time(of: place(ofRun: run)) == nil {
                // It was swept away between the two.
                continue
            }
        }
    }

    /// Removes the folder of a run that has no artifacts and nobody holds.
    func removeIfEmpty(run: Int) {
        if let lock = lock(run) { removeIfEmpty(run, lock) }
    }

    private func lock(_ run: Int) -> DiskLock? {
        let path = "\(place(ofRun: run))/lock"
        if Disk.time(of: path) == nil { _ = try? BlobFile(creating: path) }
        return DiskLock(ifFree: path, .exclusive)
    }

    private func removeIfEmpty(_ run: Int, _ lock: DiskLock) {
        Disk.removeIfEmpty(folder(run))
        guard Disk.time(of: folder(run)) == nil else { return }
        Disk.remove("\(place(ofRun: run))/lock")
        Disk.removeIfEmpty(place(ofRun: run))
        lock.release()
    }
}
