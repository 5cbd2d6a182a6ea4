#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// All that decides what a snapshot holds, beside the files themselves.
struct SnapshotFacts: Sendable, Hashable, Codable {
    /// Raised when snapshots of an older program must not be used any more.
    static let currentVersion = 3

    /// The version of the program's idea of a snapshot.
    var version = currentVersion
    /// The project's folder.
    let root: String
    /// The project's folder below the repository's top.
    let prefix: String
    /// The commit whose files these are; nil for the working tree.
    let commit: String?
    /// The commit `HEAD` names in the developer's repository; 40 zeros without one.
    let sha: String
    /// What `HEAD` names in the snapshot.
    let head: GitHead
    /// The remote that the snapshot's `origin` is made from.
    let remote: GitRemote?
    /// How many commits `.git` holds; 0 for all.
    let fetchDepth: Int
    /// What the refs were when everything was fetched; empty for a limited depth.
    let refs: String
    /// The objects of tags, by full ref, that are held whatever the depth.
    let tags: [String: String]
    /// Who may use the files.
    let access: FileAccess
    /// The machine's start, since nothing waits until a snapshot is safe on disk.
    let boot: String

    /// Whether both have the same commits in `.git/objects`.
    func sharesHistory(with other: SnapshotFacts) -> Bool {
        version == other.version && root == other.root && prefix == other.prefix
            && sha == other.sha && fetchDepth == other.fetchDepth && refs == other.refs
            && (tags.isEmpty || tags == other.tags) && boot == other.boot && access == other.access
    }

    /// Whether unchanged files of the other snapshot serve this one.
    func sharesFiles(with other: SnapshotFacts) -> Bool {
        version == other.version && root == other.root && commit == nil && other.commit == nil
            && boot == other.boot && access == other.access
    }
}

/// What is written beside a snapshot's files.
struct SnapshotDescription: Sendable, Codable {
    /// What the snapshot holds.
    var facts: SnapshotFacts
    /// What it does not hold as the developer's folder does.
    var findings: SnapshotFindings
    /// The number of files and links without `.git`.
    var fileCount: Int
    /// The size of the files without `.git`.
    var byteCount: Int

    /// Reads the description in a snapshot's folder; nil when there is none of this version.
    init?(in folder: String) {
        guard let bytes = SmallFile.read(folder + "/snapshot.json"),
            let value = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
            value.facts.version == SnapshotFacts.currentVersion
        else { return nil }
        self = value
    }

    /// Describes a snapshot.
    init(facts: SnapshotFacts, findings: SnapshotFindings, fileCount: Int, byteCount: Int) {
        self.facts = facts
        self.findings = findings
        self.fileCount = fileCount
        self.byteCount = byteCount
    }

    /// Writes the description into a snapshot's folder.
    func write(in folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try SmallFile.replace([UInt8](encoder.encode(self)), at: folder + "/snapshot.json")
    }
}
