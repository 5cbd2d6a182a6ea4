import Workspaces

/// What the jobs of earlier runs left, kept on disk for `eval --run`.
///
/// Shape: `<root>/<github.run_id>/contexts.jsonl`, beside the artifacts of the run: a line of
/// `RunRecord`, then one of `JobRecord` for each job. A file is only ever replaced as a whole, and
/// only this user may read it.
struct RunRecords: Sendable {
    /// How many runs of one repository are kept.
    static let runLimit = 20
    /// The bytes of contexts that are kept of one job.
    static let jobSize = 1 << 20
    /// The bytes of contexts that are kept of all jobs of a run together.
    static let runSize = 32 << 20
    /// A line of a `RunRecord` is shorter.
    private static let headSize = 64 << 10

    /// A file that is there.
    struct Entry: Sendable, Hashable {
        /// Which run it is of.
        let record: RunRecord
        /// When it was last written, in seconds since 1970.
        let written: Double
        /// Its bytes.
        let size: Int
    }

    /// The folder, absolute: `runs` in the state folder.
    let root: String

    /// Those of a machine.
    init(_ machine: MachineFacts) {
        root = machine.runsFolder
    }

    /// Makes the folder of a run; false where another run has made it, true also where it cannot
    /// be made, for then nothing is kept.
    func claim(_ run: Int) -> Bool {
        do {
            try SmallFile.makeFolder(root, mode: 0o700)
            return try SmallFile.makeNewFolder("\(root)/\(run)", mode: 0o700)
        } catch {
            return true
        }
    }

    /// Removes the folder of a run that has left nothing.
    func giveUp(_ run: Int) { SmallFile.removeIfEmpty("\(root)/\(run)") }

    /// All files that can be read, those of the newest run first.
    var entries: [Entry] {
        runs.sorted(by: >).compactMap { run in
            guard
                let record = SmallFile.read(path(run), atMost: Self.headSize)?
                    .split(separator: UInt8(ascii: "\n"), maxSplits: 1).first
                    .flatMap({ RunRecord(line: String(decoding: $0, as: UTF8.self)) }),
                let facts = SmallFile.facts(of: path(run))
            else { return nil }
            return Entry(record: record, written: facts.written, size: facts.size)
        }
    }

    /// The jobs of a run, in the order they ended.
    func jobs(of record: RunRecord) -> [JobRecord] {
        (SmallFile.read(path(record.run)) ?? []).split(separator: UInt8(ascii: "\n")).dropFirst()
            .compactMap { JobRecord(line: String(decoding: $0, as: UTF8.self)) }
    }

    /// Writes a run's file anew; `jobs` are the lines of its jobs.
    func write(_ record: RunRecord, jobs: [String]) throws(WorkspaceError) {
        let text = ([record.line] + jobs).joined(separator: "\n") + "\n"
        let folder = "\(root)/\(record.run)"
        do {
            try SmallFile.makeFolder(folder, mode: 0o700)
            try SmallFile.replace(Array(text.utf8), at: path(record.run), mode: 0o600)
        } catch {
            // The folder may just have been removed with the last artifact in it.
            try SmallFile.makeFolder(folder, mode: 0o700)
            try SmallFile.replace(Array(text.utf8), at: path(record.run), mode: 0o600)
        }
    }

    /// What has to go so that each repository has its newest runs alone; of `home` only, if given.
    func surplus(home: String? = nil) -> [Entry] {
        Dictionary(grouping: entries, by: \.record.home).filter { home == nil || $0.key == home }
            .flatMap { _, entries -> [Entry] in
                var kept: Set<String> = []
                return entries.filter { entry in
                    if kept.count < Self.runLimit { kept.insert(entry.record.id) }
                    return !kept.contains(entry.record.id)
                }
            }
    }

    /// Removes files, and the folders of runs that have nothing else.
    ///
    /// - Returns: those that are gone.
    @discardableResult
    func remove(_ entries: [Entry]) -> [Entry] {
        entries.filter { remove(run: $0.record.run) }
    }

    /// Removes what killed processes left before `time`, in seconds since 1970.
    func sweep(before time: Double) {
        let known = Set(entries.map(\.record.run))
        for run in runs where !known.contains(run) {
            let names = SmallFile.names(in: "\(root)/\(run)").filter { $0.hasPrefix(Self.name) }
            let isOld = names.allSatisfy { name in
                (SmallFile.facts(of: "\(root)/\(run)/\(name)")?.written ?? 0) < time
            }
            if !names.isEmpty, isOld { _ = remove(run: run) }
            let made = SmallFile.facts(of: "\(root)/\(run)")?.written ?? time
            if names.isEmpty, made < time { giveUp(run) }
        }
    }

    private static let name = "contexts.jsonl"

    private var runs: [Int] { SmallFile.names(in: root).compactMap { Int($0) } }

    private func path(_ run: Int) -> String { "\(root)/\(run)/\(Self.name)" }

    private func remove(run: Int) -> Bool {
        let isGone = SmallFile.remove(path(run))
        SmallFile.remove(path(run) + ".new")
        SmallFile.removeIfEmpty("\(root)/\(run)")
        return isGone
    }
}
