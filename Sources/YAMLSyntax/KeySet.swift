/// The keys of one mapping, compared as GitHub does: without regard to letter case.
struct KeySet {
    private var few: [String] = []
    private var many: Set<String> = []
    private static let fewLimit = 12

    /// Adds a key; false when one that differs in letter case at most is there already.
    mutating func insert(_ key: String) -> Bool {
        guard many.isEmpty else {
            return many.insert(Self.folded(key)).inserted
        }
        guard !few.contains(where: { Self.areEqual($0, key) }) else {
            return false
        }
        few.append(key)
        if few.count > Self.fewLimit {
            many = Set(few.map(Self.folded))
        }
        return true
    }

    private static func folded(_ key: String) -> String {
        key.lowercased()
    }

    private static func areEqual(_ first: String, _ second: String) -> Bool {
        let firstBytes = first.utf8
        let secondBytes = second.utf8
        guard firstBytes.count == secondBytes.count else {
            // Only outside ASCII can the two cases of a letter differ in length.
            return isASCII(first) || isASCII(second) ? false : folded(first) == folded(second)
        }
        for (one, other) in zip(firstBytes, secondBytes) where one != other {
            if one >= 0x80 || other >= 0x80 {
                return folded(first) == folded(second)
            }
            guard isLetter(one), one | 0x20 == other | 0x20 else {
                return false
            }
        }
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20)
    }

    private static func isASCII(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 < 0x80 }
    }
}
