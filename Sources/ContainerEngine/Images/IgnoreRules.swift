/// What a `.dockerignore` file leaves out of a build's context.
///
/// The last rule that fits a file, or a folder above it, decides. Files that the build cannot do
/// without are never left out.
/// Source: <https://docs.docker.com/build/concepts/context/#dockerignore-files>
package struct IgnoreRules: Sendable, Hashable {
    private typealias Name = [Unicode.Scalar]

    private struct Rule: Sendable, Hashable {
        let parts: [Name]
        let isException: Bool
    }

    private let rules: [Rule]
    private let kept: Set<String>

    /// Reads the file; `dockerfile` is the Dockerfile's path in the context.
    package init(_ text: String, dockerfile: String) {
        kept = [".dockerignore", dockerfile]
        var text = text[...]
        if text.hasPrefix("\u{FEFF}") { text = text.dropFirst() }
        rules = text.split(whereSeparator: \.isNewline).compactMap { line in
            guard !line.hasPrefix("#") else { return nil }
            var pattern = Self.trimmed(line)
            let isException = pattern.hasPrefix("!")
            if isException { pattern = Self.trimmed(pattern.dropFirst()) }
            var parts: [Name] = []
            for part in pattern.split(separator: "/") where part != "." {
                if part == ".." {
                    _ = parts.popLast()
                } else {
                    parts.append(Name(part.unicodeScalars))
                }
            }
            // A line that names the context itself leaves nothing out, as with Docker.
            return parts.isEmpty ? nil : Rule(parts: parts, isException: isException)
        }
    }

    /// Whether a path of the context, such as `docs/guide.md`, is left out.
    package func excludes(_ path: String) -> Bool {
        guard !rules.isEmpty, !kept.contains(path) else { return false }
        let parts = path.split(separator: "/").map { Array($0.unicodeScalars) }
        var isExcluded = false
        for rule in rules where rule.isException == isExcluded {
            if Self.reaches(rule.parts, parts) { isExcluded = !rule.isException }
        }
        return isExcluded
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isBlank = { (character: Character) in character.isWhitespace }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    /// Whether a pattern fits a path or a folder above it; `**` stands for any number of folders.
    ///
    /// All places of the pattern that a folder can lead to are kept, none is gone back to.
    private static func reaches(_ pattern: [Name], _ path: [Name]) -> Bool {
        var places = beyondFolders([0], pattern)
        for name in path {
            var next: Set<Int> = []
            for place in places where place < pattern.count {
                if pattern[place] == anyFolders {
                    next.insert(place)
                    // At the end it stands for something, elsewhere for nothing as well.
                    if place + 1 == pattern.count { return true }
                } else if fits(pattern[place], name) {
                    next.insert(place + 1)
                }
            }
            places = beyondFolders(next, pattern)
            if places.contains(pattern.count) { return true }
        }
        return false
    }

    private static let anyFolders: Name = ["*", "*"]

    /// The places with those behind a `**` that is not the last part.
    private static func beyondFolders(_ places: Set<Int>, _ pattern: [Name]) -> Set<Int> {
        var all = places
        for place in pattern.indices.dropLast()
        where all.contains(place) && pattern[place] == anyFolders {
            all.insert(place + 1)
        }
        return all
    }

    /// Whether one part of a pattern fits one name; only the last `*` can have to give way.
    private static func fits(_ pattern: Name, _ name: Name) -> Bool {
        var (rest, place) = (pattern[...], 0)
        var star: (rest: ArraySlice<Unicode.Scalar>, place: Int)?
        while place < name.count {
            if rest.first == "*" {
                rest = rest.dropFirst()
                star = (rest, place)
            } else if let next = step(rest, name[place]) {
                (rest, place) = (next, place + 1)
            } else if let last = star {
                (rest, place) = (last.rest, last.place + 1)
                star = (last.rest, place)
            } else {
                return false
            }
        }
        return rest.allSatisfy { $0 == "*" }
    }

    /// The pattern behind the element that fits a scalar; nil where it does not fit.
    private static func step(
        _ pattern: ArraySlice<Unicode.Scalar>,
        _ scalar: Unicode.Scalar
    ) -> ArraySlice<Unicode.Scalar>? {
        switch pattern.first {
        case nil: return nil
        case "?": return pattern.dropFirst()
        case "[":
            guard let (isIn, rest) = set(pattern, scalar), isIn else { return nil }
            return rest
        case "\\" where pattern.count > 1:
            return pattern.dropFirst().first == scalar ? pattern.dropFirst(2) : nil
        case let first: return first == scalar ? pattern.dropFirst() : nil
        }
    }

    /// Whether a scalar is in the set that a pattern begins with, such as `[a-z]` or `[^ab]`, and
    /// what follows the set; nil for a set without an end.
    private static func set(
        _ pattern: ArraySlice<Unicode.Scalar>,
        _ scalar: Unicode.Scalar
    ) -> (isIn: Bool, rest: ArraySlice<Unicode.Scalar>)? {
        var rest = pattern.dropFirst()
        let isInverse = rest.first == "^"
        if isInverse { rest = rest.dropFirst() }
        var isIn = false
        while let next = rest.popFirst() {
            if next == "]" { return (isIn != isInverse, rest) }
            guard let low = next == "\\" ? rest.popFirst() : next else { return nil }
            var high = low
            if rest.first == "-", let end = rest.dropFirst().first, end != "]" {
                rest = rest.dropFirst(2)
                guard let whole = end == "\\" ? rest.popFirst() : end else { return nil }
                high = whole
            }
            if low <= scalar, scalar <= high { isIn = true }
        }
        return nil
    }
}
