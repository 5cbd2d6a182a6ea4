/// Compares a path with a pattern, name by name, as minimatch's `matchOne` does.
///
/// Dead ends are remembered, so that many `**` cost no more than names times parts.
struct GlobMatcher {
    private let pattern: [GlobSegment]
    private let path: [[UInt16]]

    /// Pairs a pattern with a path.
    init(_ pattern: [GlobSegment], _ path: [[UInt16]]) {
        self.pattern = pattern
        self.path = path
    }

    /// Whether the path matches; `partially` also accepts one that a match could lie under.
    func matches(partially: Bool) -> Bool {
        var deadEnds: Set<Int> = []
        return match(0, 0, partially, &deadEnds)
    }

    private func match(
        _ pathStart: Int,
        _ patternStart: Int,
        _ partially: Bool,
        _ deadEnds: inout Set<Int>
    ) -> Bool {
        var (name, part) = (pathStart, patternStart)
        while name < path.count, part < pattern.count {
            guard pattern[part] != .globstar else {
                return matchGlobstar(name, part, partially, &deadEnds)
            }
            guard pattern[part].matches(path[name]) else { return false }
            name += 1
            part += 1
        }
        if name == path.count { return part == pattern.count || partially }
        // The pattern is used up: only the empty name after a final `/` may be left.
        return name == path.count - 1 && path[name].isEmpty
    }

    private func matchGlobstar(
        _ start: Int,
        _ part: Int,
        _ partially: Bool,
        _ deadEnds: inout Set<Int>
    ) -> Bool {
        if part + 1 == pattern.count { return true }
        for name in start..<path.count {
            let key = name * pattern.count + part
            if deadEnds.contains(key) { continue }
            if match(name, part + 1, partially, &deadEnds) { return true }
            deadEnds.insert(key)
        }
        // The path ran out while `**` was swallowing: more may follow below it.
        return partially
    }
}
