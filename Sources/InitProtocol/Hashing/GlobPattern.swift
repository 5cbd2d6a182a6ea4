/// One line of `hashFiles`' patterns, made absolute.
///
/// - Source: actions/toolkit `packages/glob/src/internal-pattern.ts`
struct GlobPattern: Equatable, Sendable {
    /// What a pattern says about a path.
    struct Match: OptionSet {
        /// The two answers as bits.
        let rawValue: UInt8
        /// The path counts if it is a directory.
        static let directory = Match(rawValue: 1)
        /// The path counts if it is a file.
        static let file = Match(rawValue: 2)
    }

    /// Whether matching paths are taken out instead of in.
    let isNegated: Bool
    /// Whether it only matches directories, because it ends in `/`.
    let matchesOnlyDirectories: Bool
    /// Whether it was added for what lies under another pattern's directories.
    let isImplicit: Bool
    /// Its parts after the root; the root itself is an empty literal.
    let segments: [GlobSegment]
    /// The names of the literal directories it begins with.
    let searchPath: [String]

    /// Understands one trimmed line that is neither empty nor a comment.
    init(_ line: String, root: String, homeDirectory: String) throws(InitFailure) {
        var text = line[...]
        var isNegated = false
        while text.hasPrefix("!") {
            isNegated.toggle()
            text = HashFilesPatterns.trim(text.dropFirst())
        }
        let pattern = try GlobPattern.absolute(String(text), root: root, home: homeDirectory)
        let parts = pattern.split(separator: "/").map(String.init)
        self.isNegated = isNegated
        matchesOnlyDirectories = pattern.count > 1 && pattern.hasSuffix("/")
        isImplicit = false
        segments = [.literal([])] + parts.map { GlobSegment(Array($0.utf16)) }
        searchPath = Array(parts.map(GlobPattern.literal).prefix { $0 != "" })
    }

    private init(descendantsOf pattern: GlobPattern) {
        isNegated = pattern.isNegated
        matchesOnlyDirectories = false
        isImplicit = true
        segments = pattern.segments + [.globstar]
        searchPath = pattern.searchPath
    }

    /// The pattern for everything under what this one matches; nil when it says so itself.
    var descendants: GlobPattern? {
        matchesOnlyDirectories || segments.last != .globstar
            ? GlobPattern(descendantsOf: self) : nil
    }

    /// What this pattern says about a path, given as its names after an empty first one.
    func match(_ path: [[UInt16]]) -> Match {
        // As if the path ended in `/`: so `a/**` matches `a` itself.
        let endsOpen = segments.last == .globstar && !isImplicit
        guard GlobMatcher(segments, endsOpen ? path + [[]] : path).matches(partially: false) else {
            return []
        }
        return matchesOnlyDirectories ? .directory : [.directory, .file]
    }

    /// Whether something under this path could match.
    func mayMatch(below path: [[UInt16]]) -> Bool {
        path.count == 1 || GlobMatcher(segments, path).matches(partially: true)
    }

    private static func absolute(
        _ text: String,
        root: String,
        home: String
    ) throws(InitFailure) -> String {
        guard !text.isEmpty else { throw .hashFiles("pattern cannot be empty") }
        let parts = text.split(separator: "/").map { literal(String($0)) }
        let isRooted = text.hasPrefix("/")
        for (index, part) in parts.enumerated()
        where part == ".." || (part == "." && (index > 0 || isRooted)) {
            throw .hashFiles(
                "Invalid pattern '\(text)'. Relative pathing '.' and '..' is not allowed."
            )
        }
        if text == "." || text.hasPrefix("./") { return escape(root) + text.dropFirst() }
        if text == "~" || text.hasPrefix("~/") { return escape(home) + text.dropFirst() }
        return isRooted ? text : escape(root) + "/" + text
    }

    /// Makes a path a pattern that matches only itself.
    private static func escape(_ path: String) -> String {
        var escaped = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            if !escaped.isEmpty || part.isEmpty { escaped += "/" }
            for character in part {
                switch character {
                case "\\": escaped += "\\\\"
                case "*", "?", "[": escaped += "[\(character)]"
                default: escaped.append(character)
                }
            }
        }
        while escaped.hasSuffix("/") { escaped.removeLast() }
        return escaped.hasPrefix("//") ? String(escaped.dropFirst()) : escaped
    }

    /// The name that a part without real wildcards stands for; empty when it has some.
    private static func literal(_ part: String) -> String {
        switch GlobSegment(Array(part.utf16)) {
        case .literal(let units):
            return String(decoding: units, as: UTF16.self)
        case .wildcard(let tokens):
            var units: [UInt16] = []
            for token in tokens {
                switch token {
                case .unit(let unit): units.append(unit)
                case .set(let ranges, isNegated: false)
                where ranges.count == 1 && ranges[0].count == 1:
                    units.append(ranges[0].lowerBound)
                default: return ""
                }
            }
            return String(decoding: units, as: UTF16.self)
        case .globstar:
            return ""
        }
    }
}
