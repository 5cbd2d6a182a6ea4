#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The artifacts of all runs, kept on disk.
///
/// Shape: `<root>/<run id>/artifacts/<artifact id>/` with `content` and `entry.json`. A folder
/// appears by one rename, when both files are on the disk; it never changes after that.
/// `<root>/<run id>/lock` is locked by whoever needs the run's artifacts to stay.
package struct ArtifactStore: Sendable {
    /// The folder, absolute: `runs` in the state folder.
    package let root: String

    /// A store in a folder, which is made when needed.
    package init(root: String) {
        self.root = root
    }

    /// The artifacts of one run by id; without `run`, of all runs.
    package func entries(run: Int? = nil) -> [ArtifactEntry] {
        let runs = run.map { [$0] } ?? runs
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
        "\(folder(entry.run))/\(entry.id)/content"
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
        upload.clear(keeping: "content")
        while true {
            let made = entry(id)
            let target = "\(folder(made.run))/\(id)"
            guard Disk.time(of: target) == nil else {
                id += 1
                continue
            }
            try Disk.makeFolder(folder(made.run))
            Disk.remove("\(upload.folder)/entry.json")
            try Disk.write(ServiceJSON.encode(made), to: "\(upload.folder)/entry.json")
            if try Disk.move(upload.folder, to: target) { return made }
        }
    }

    /// Removes an artifact, whoever may need it.
    @discardableResult
    func discard(_ entry: ArtifactEntry) -> Bool {
        let artifact = "\(folder(entry.run))/\(entry.id)"
        // Without its entry it is no artifact any more, whatever happens to the rest.
        Disk.remove("\(artifact)/entry.json")
        return Disk.remove(artifact)
    }

    /// The runs there are, in no order.
    var runs: [Int] { Disk.names(in: root).compactMap { Int($0) } }

    /// The folder of a run.
    func place(ofRun run: Int) -> String { "\(root)/\(run)" }

    /// The folder of a run's artifacts.
    func folder(_ run: Int) -> String { "\(root)/\(run)/artifacts" }
}
