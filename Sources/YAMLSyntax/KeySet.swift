/// The keys of the mappings being read, compared as GitHub does: without regard to letter case.
///
/// One list serves all open mappings, the innermost last.
struct KeySet {
    private struct Key {
        let hash: UInt32
        let index: UInt32
    }

    private var keys: [Key] = []
    /// The texts of long mappings in lower case, by the mapping's mark.
    private var many: [Int: Set<String>] = [:]
    private static let fewLimit = 16

    /// Starts a mapping; the mark names it until its end.
    func enter() -> Int {
        keys.count
    }

    /// Ends the mapping of a mark.
    mutating func leave(_ mark: Int) {
        keys.removeLast(keys.count - mark)
        if !many.isEmpty {
            many[mark] = nil
        }
    }

    /// Adds a key to the mapping of a mark, which is the innermost.
    ///
    /// - Parameters:
    ///   - key: the key's index among `records`.
    ///   - mark: the mapping's mark.
    ///   - records: all nodes so far.
    /// - Returns: false when one that differs in letter case at most is there already.
    mutating func insert(_ key: Int, into mark: Int, _ records: borrowing RecordList) -> Bool {
        let hash = records[key].hash
        guard keys.count - mark <= Self.fewLimit else {
            return insertAmongMany(key, into: mark, records)
        }
        for position in mark..<keys.count where keys[position].hash == hash {
            if Self.folded(Int(keys[position].index), records) == Self.folded(key, records) {
                return false
            }
        }
        keys.append(Key(hash: hash, index: UInt32(key)))
        return true
    }

    private mutating func insertAmongMany(
        _ key: Int,
        into mark: Int,
        _ records: borrowing RecordList
    ) -> Bool {
        if many[mark] == nil {
            var texts: Set<String> = []
            for key in keys[mark...] {
                texts.insert(Self.folded(Int(key.index), records))
            }
            many[mark] = texts
        }
        return many[mark]?.insert(Self.folded(key, records)).inserted ?? true
    }

    private static func folded(_ key: Int, _ records: borrowing RecordList) -> String {
        records.text(key).lowercased()
    }
}
