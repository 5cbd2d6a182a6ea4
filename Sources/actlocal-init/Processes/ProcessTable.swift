import Glibc
import InitProtocol

/// A look at the processes of this container, from `/proc`.
struct ProcessTable {
    /// One process as `/proc/<pid>/stat` shows it.
    struct Entry {
        /// Its id.
        var processID: pid_t
        /// The id of its parent.
        var parentID: pid_t
        /// The id of its process group.
        var groupID: pid_t
        /// The id of its session.
        var sessionID: pid_t
        /// Its name, at most 15 bytes.
        var name: String
        /// Whether it has ended and only waits to be reaped.
        var isZombie: Bool
    }

    /// All processes in no particular order.
    let entries: [Entry]

    /// Looks now.
    init() {
        entries = DirectoryListing.names(in: "/proc").compactMap { pid_t($0) }.compactMap {
            ProcessTable.entry(of: $0)
        }
    }

    /// The living processes below `root`, and those of its session that lost their parent.
    func tree(of root: pid_t) -> [Entry] {
        let below = descendantIDs(of: root)
        return entries.filter {
            !$0.isZombie
                && ($0.processID == root || below.contains($0.processID) || $0.sessionID == root
                    || $0.groupID == root)
        }
    }

    /// Whether a living process is of the session that `leader` began.
    func hasSession(_ leader: pid_t) -> Bool {
        entries.contains { !$0.isZombie && $0.sessionID == leader }
    }

    /// The living processes below `root`, without it.
    func descendants(of root: pid_t) -> [Entry] {
        let below = descendantIDs(of: root)
        return entries.filter { !$0.isZombie && below.contains($0.processID) }
    }

    /// Whether a process is below `root`, also one that has ended and is not reaped yet.
    func holds(_ processID: pid_t, below root: pid_t) -> Bool {
        descendantIDs(of: root).contains(processID)
    }

    private func descendantIDs(of root: pid_t) -> Set<pid_t> {
        let children = Dictionary(grouping: entries, by: \.parentID)
        var found: Set<pid_t> = []
        var open = [root]
        while let parent = open.popLast() {
            for child in children[parent] ?? [] where found.insert(child.processID).inserted {
                open.append(child.processID)
            }
        }
        return found
    }

    /// Whether a process's environment holds `marker` (`NAME=value`); nil when it cannot be read.
    static func environment(of processID: pid_t, contains marker: String) -> Bool? {
        let file = FileCollection(path: "/proc/\(processID)/environ", limit: 8 << 20)
        guard case .bytes(let bytes) = SmallFiles.collect(file) else { return nil }
        let wanted = Array(marker.utf8)
        return bytes.split(separator: 0).contains { $0.elementsEqual(wanted) }
    }

    /// Reads one process; nil when it is gone.
    ///
    /// The name stands in parentheses and may hold any byte, a parenthesis too.
    private static func entry(of processID: pid_t) -> Entry? {
        let file = FileCollection(path: "/proc/\(processID)/stat", limit: 4096)
        guard case .bytes(let bytes) = SmallFiles.collect(file),
            let open = bytes.firstIndex(of: UInt8(ascii: "(")),
            let close = bytes.lastIndex(of: UInt8(ascii: ")")), open < close
        else { return nil }
        let fields = bytes[(close + 1)...].split(separator: UInt8(ascii: " "))
            .map { String(decoding: $0, as: UTF8.self) }
        guard fields.count > 3, let parent = pid_t(fields[1]), let group = pid_t(fields[2]),
            let session = pid_t(fields[3])
        else { return nil }
        return Entry(
            processID: processID,
            parentID: parent,
            groupID: group,
            sessionID: session,
            name: String(decoding: bytes[(open + 1)..<close], as: UTF8.self),
            isZombie: fields[0] == "Z" || fields[0] == "X"
        )
    }
}
