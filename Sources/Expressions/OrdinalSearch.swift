/// Search for a text in another one, case ignored, in time linear in both.
enum OrdinalSearch {
    /// Whether the text occurs in the other one; the empty text always does.
    static func contains(_ part: String, in whole: String) -> Bool {
        let pattern = CaseFolding.foldedBytes(part)
        let text = CaseFolding.foldedBytes(whole)
        guard !pattern.isEmpty else { return true }
        guard pattern.count <= text.count else { return false }
        let fallbacks = borders(of: pattern)
        var matched = 0
        for byte in text {
            while matched > 0, pattern[matched] != byte { matched = fallbacks[matched - 1] }
            if pattern[matched] == byte { matched += 1 }
            if matched == pattern.count { return true }
        }
        return false
    }

    /// For each prefix, the length of its longest proper prefix that is also its suffix.
    private static func borders(of pattern: [UInt8]) -> [Int] {
        var borders = [Int](repeating: 0, count: pattern.count)
        var length = 0
        for index in 1..<pattern.count {
            while length > 0, pattern[index] != pattern[length] { length = borders[length - 1] }
            if pattern[index] == pattern[length] { length += 1 }
            borders[index] = length
        }
        return borders
    }
}
