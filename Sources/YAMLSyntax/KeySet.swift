/// The keys of one mapping, compared as GitHub does: without regard to letter case.
struct KeySet {
    private var hashes: [UInt64] = []
    private var keys: [String] = []
    private var many: Set<String> = []
    private static let fewLimit = 16

    /// Adds a key; false when one that differs in letter case at most is there already.
    mutating func insert(_ key: String) -> Bool {
        guard many.isEmpty else {
            return many.insert(Self.folded(key)).inserted
        }
        let hash = Self.hash(key)
        for index in hashes.indices where hashes[index] == hash {
            if Self.folded(keys[index]) == Self.folded(key) {
                return false
            }
        }
        hashes.append(hash)
        keys.append(key)
        if keys.count > Self.fewLimit {
            many = Set(keys.map(Self.folded))
        }
        return true
    }

    private static func folded(_ key: String) -> String {
        key.lowercased()
    }

    /// A number that keys share which differ in letter case alone.
    ///
    /// FNV-1a over the bytes without the bit that tells the cases of ASCII letters apart. Outside
    /// ASCII the two cases may differ in length: those keys all share one.
    private static func hash(_ key: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 {
            guard byte < 0x80 else {
                return 0
            }
            hash = (hash ^ UInt64(byte | 0x20)) &* 0x100_0000_01B3
        }
        return hash
    }
}
