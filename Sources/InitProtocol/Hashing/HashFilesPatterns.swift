/// The patterns of one `hashFiles` call, in order, with the descendants each implies.
struct HashFilesPatterns: Sendable {
    private let patterns: [GlobPattern]

    /// Where the search starts: the names of directories, in pattern order, none within another.
    let searchPaths: [[String]]

    /// Understands lines of patterns; blank ones and those that begin with `#` do not count.
    init(_ text: String, root: String, homeDirectory: String) throws(InitFailure) {
        var patterns: [GlobPattern] = []
        for line in text.split(separator: "\n") {
            let line = HashFilesPatterns.trim(line)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let pattern = try GlobPattern(
                String(line),
                root: root,
                homeDirectory: homeDirectory
            )
            patterns.append(pattern)
            if let descendants = pattern.descendants { patterns.append(descendants) }
        }
        self.patterns = patterns
        searchPaths = HashFilesPatterns.searchPaths(of: patterns)
    }

    /// What the patterns together say about a path: the last one that matches decides.
    func match(_ path: [[UInt16]]) -> GlobPattern.Match {
        var result: GlobPattern.Match = []
        for pattern in patterns {
            if pattern.isNegated {
                result.subtract(pattern.match(path))
            } else {
                result.formUnion(pattern.match(path))
            }
        }
        return result
    }

    /// Whether something under this path could match.
    func mayMatch(below path: [[UInt16]]) -> Bool {
        patterns.contains { !$0.isNegated && $0.mayMatch(below: path) }
    }

    /// Text without the white space that JavaScript's `trim` removes.
    static func trim(_ text: Substring) -> Substring {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar == "\u{FEFF}" || scalar.properties.isWhitespace && scalar != "\u{85}"
        }
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return Substring(scalars)
    }

    private static func searchPaths(of patterns: [GlobPattern]) -> [[String]] {
        let candidates = patterns.filter { !$0.isNegated }.map(\.searchPath)
        var result: [[String]] = []
        for path in candidates where !result.contains(path) {
            let isNested = candidates.contains { $0.count < path.count && path.starts(with: $0) }
            if !isNested { result.append(path) }
        }
        return result
    }
}
