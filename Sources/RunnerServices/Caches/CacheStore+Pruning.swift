extension CacheStore {
    /// What was not used for too long at `now`, in seconds since 1970, and then the longest unused
    /// until the rest fits; of one repository, or of all, each by itself.
    package func surplus(repository: String? = nil, now: Double) -> [Found] {
        let all = Dictionary(grouping: entries(repository: repository), by: \.entry.repository)
        return all.values.flatMap { entries in
            var total = 0
            return entries.filter { found in
                guard now - found.used <= limits.age, total + found.entry.size <= limits.size
                else { return true }
                total += found.entry.size
                return false
            }
        }
    }

    /// Removes entries, but none that a run restores.
    ///
    /// - Returns: those that are gone.
    @discardableResult
    package func remove(_ entries: [Found]) -> [Found] {
        entries.filter { found in
            let path = "\(found.folder)/entry.json"
            guard let lock = DiskLock(ifFree: path, .exclusive) else {
                return Disk.time(of: path) == nil
            }
            let gone = "\(found.versionFolder)/.\(RandomText.identifier())"
            guard (try? Disk.move(found.folder, to: gone)) == true else { return false }
            let isGone = Disk.remove(gone)
            Disk.removeIfEmpty(found.versionFolder)
            Disk.removeIfEmpty(found.repositoryFolder)
            lock.release()
            return isGone
        }
    }

    /// Removes what killed processes left: entries that were being removed, and empty folders.
    package func sweep() {
        for repository in Disk.names(in: root).map({ "\(root)/\($0)" }) {
            for version in Disk.names(in: repository).map({ "\(repository)/\($0)" }) {
                for name in Disk.names(in: version) where name.hasPrefix(".") {
                    Disk.remove("\(version)/\(name)")
                }
                Disk.removeIfEmpty(version)
            }
            Disk.removeIfEmpty(repository)
        }
    }
}

extension CacheStore.Found {
    /// The folder of all entries of the version.
    fileprivate var versionFolder: String { Self.parent(of: folder) }
    /// The folder of all versions of the repository.
    fileprivate var repositoryFolder: String { Self.parent(of: versionFolder) }

    private static func parent(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    }
}
