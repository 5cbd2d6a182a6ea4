#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The artifacts of all runs, kept on disk.
///
/// Shape: `<root>/<run id>/artifacts/<artifact id>/` with `content` and `entry.json`. A folder
/// appears by one rename, when both files are on the disk; it never changes after that.
package struct ArtifactStore: Sendable {
    /// The folder, absolute: `runs` in the state folder.
    package let root: String

    /// A store in a folder, which is made when needed.
    package init(root: String) {
        self.root = root
    }

    /// The artifacts of one run by id; without `run`, of all runs.
    package func entries(run: Int? = nil) -> [ArtifactEntry] {
        let runs = run.map { ["\($0)"] } ?? Disk.names(in: root).filter { Int($0) != nil }
        return runs.flatMap { run in
            Disk.names(in: folder(run)).compactMap { id in
                Disk.read("\(folder(run))/\(id)/entry.json").flatMap { bytes in
                    try? JSONDecoder().decode(ArtifactEntry.self, from: Data(bytes))
                }
            }
        }.sorted { $0.id < $1.id }
    }

    /// Where an artifact's content is.
    package func contentPath(of entry: ArtifactEntry) -> String {
        "\(folder("\(entry.run)"))/\(entry.id)/content"
    }

    /// Removes an artifact; of the run's folder nothing stays when it was the last.
    package func remove(_ entry: ArtifactEntry) {
        let artifact = "\(folder("\(entry.run)"))/\(entry.id)"
        // Without its entry it is no artifact any more, whatever happens to the rest.
        Disk.remove("\(artifact)/entry.json")
        Disk.remove(artifact)
        Disk.removeIfEmpty(folder("\(entry.run)"))
        Disk.removeIfEmpty("\(root)/\(entry.run)")
    }

    /// Removes what has expired, and what a killed process left half removed.
    ///
    /// - Parameter now: Seconds since 1970.
    /// - Returns: what was removed.
    @discardableResult
    package func prune(now: Double) -> [ArtifactEntry] {
        let expired = entries().filter { $0.expires <= now }
        expired.forEach(remove)
        for run in Disk.names(in: root) where Int(run) != nil {
            for id in Disk.names(in: folder(run))
            where Disk.time(of: "\(folder(run))/\(id)/entry.json") == nil {
                Disk.remove("\(folder(run))/\(id)")
            }
        }
        return expired
    }

    /// Makes a complete upload an artifact.
    ///
    /// - Returns: the entry, whose id is the first free one from `first` on.
    func place(
        _ upload: BlobUpload,
        _ content: BlobContent,
        first: Int,
        _ entry: (Int) -> ArtifactEntry
    ) throws -> ArtifactEntry {
        var id = first
        _ = try Disk.move(content.path, to: "\(upload.folder)/content")
        while true {
            let made = entry(id)
            let target = "\(folder("\(made.run)"))/\(id)"
            guard Disk.time(of: target) == nil else {
                id += 1
                continue
            }
            try Disk.makeFolder(folder("\(made.run)"))
            Disk.remove("\(upload.folder)/entry.json")
            try Disk.write(ServiceJSON.encode(made), to: "\(upload.folder)/entry.json")
            if try Disk.move(upload.folder, to: target) { return made }
        }
    }

    private func folder(_ run: String) -> String { "\(root)/\(run)/artifacts" }
}
