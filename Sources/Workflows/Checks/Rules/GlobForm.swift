/// The form of a filter pattern.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#filter-pattern-cheat-sheet>
enum GlobForm {
    /// What is wrong with a pattern, or nil.
    static func problem(with pattern: String) -> String? {
        var bytes = Array(pattern.utf8)
        if bytes.first == UInt8(ascii: "!") {
            bytes.removeFirst()
        }
        var index = 0
        /// Whether something stands before that `?` and `+` can be about.
        var hasPreceding = false
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"):
                index += 1
                hasPreceding = true
            case UInt8(ascii: "?"), UInt8(ascii: "+"):
                if !hasPreceding {
                    let sign = bytes[index] == UInt8(ascii: "?") ? "?" : "+"
                    return "nothing stands before `\(sign)` that it could be about"
                }
                hasPreceding = false
            case UInt8(ascii: "["):
                guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "]")) else {
                    return "`[` is not closed"
                }
                if end == index + 1 {
                    return "no character stands between `[` and `]`"
                }
                if [UInt8(ascii: "!"), UInt8(ascii: "^")].contains(bytes[index + 1]) {
                    return "`[…]` only lists characters, it cannot leave them out"
                }
                if let range = emptyRange(bytes[(index + 1)..<end]) {
                    return "the range `\(range)` holds no character"
                }
                index = end
                hasPreceding = true
            case UInt8(ascii: "*"): hasPreceding = false
            default: hasPreceding = true
            }
            index += 1
        }
        return nil
    }

    /// What no name of a branch or tag can hold, so that a pattern with it never matches.
    ///
    /// Source: <https://git-scm.com/docs/git-check-ref-format>
    static func problem(withRefPattern pattern: Substring) -> String? {
        if pattern.isEmpty {
            return "nothing stands after `!`"
        }
        for part in [" ", "~", "^", ":", "..", "//", "@{"] where holds(part, pattern) {
            if part == "^", holds("[^", pattern) { continue }
            return "no branch or tag has `\(part)` in its name"
        }
        for end in ["/", "."] where pattern.hasPrefix(end) {
            return "no branch or tag begins with `\(end)`"
        }
        for end in ["/", ".", ".lock"] where pattern.hasSuffix(end) {
            return "no branch or tag ends with `\(end)`"
        }
        return nil
    }

    /// Whether a text stands in a pattern, byte for byte.
    private static func holds(_ text: String, _ pattern: Substring) -> Bool {
        guard let first = text.utf8.first else { return true }
        var rest = pattern.utf8[...]
        while let index = rest.firstIndex(of: first) {
            if rest[index...].starts(with: text.utf8) { return true }
            rest = rest[rest.index(after: index)...]
        }
        return false
    }

    /// The first `{a,b}` or `(a|b)` of a pattern, which are plain characters to GitHub.
    static func alternatives(in pattern: Substring) -> String? {
        let bytes = pattern.utf8
        for (open, mark, close) in [("{", ",", "}"), ("(", "|", ")")]
            as [(Unicode.Scalar, Unicode.Scalar, Unicode.Scalar)]
        {
            guard let start = bytes.firstIndex(of: UInt8(ascii: open)),
                let end = bytes[start...].firstIndex(of: UInt8(ascii: close)),
                bytes[start..<end].contains(UInt8(ascii: mark))
            else {
                continue
            }
            return String(pattern[start...end])
        }
        return nil
    }

    /// A range `b-a` whose end comes before its start.
    private static func emptyRange(_ list: ArraySlice<UInt8>) -> String? {
        let bytes = Array(list)
        for index in bytes.indices.dropFirst().dropLast()
        where bytes[index] == UInt8(ascii: "-") && bytes[index - 1] > bytes[index + 1] {
            return String(decoding: bytes[(index - 1)...(index + 1)], as: UTF8.self)
        }
        return nil
    }
}
