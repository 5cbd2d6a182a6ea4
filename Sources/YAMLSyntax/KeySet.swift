/// The keys of the mappings being read, compared as GitHub does: without regard to letter case.
///
/// One list serves all open mappings, the innermost last.
struct KeySet {
    private var hashes: [UInt32] = []
    private var keys: [Int] = []
    private var many: [Int: Set<String>] = [:]
    private static let fewLimit = 16

    /// Starts a mapping; the mark names it until its end.
    mutating func enter() -> Int {
        keys.count
    }

    /// Ends the mapping of a mark.
    mutating func leave(_ mark: Int) {
        hashes.removeLast(hashes.count - mark)
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
    mutating func insert(
        _ key: Int,
        into mark: Int,
        _ records: RecordList
    ) -> Bool {
        func folded(_ key: Int) -> String { records.text(key).lowercased() }
        let hash = records[key].hash
        if !many.isEmpty, many[mark] != nil {
            return many[mark]?.insert(folded(key)).inserted ?? true
        }
        for index in mark..<keys.count where hashes[index] == hash {
            if folded(keys[index]) == folded(key) {
                return false
            }
        }
        hashes.append(hash)
        keys.append(key)
        if keys.count - mark > Self.fewLimit {
            many[mark] = Set(keys[mark...].map(folded))
        }
        return true
    }
}
