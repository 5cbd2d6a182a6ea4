/// What a `.dockerignore` file leaves out of a build's context.
///
/// The last rule that fits a file, or a folder above it, decides. Files that the build cannot do
/// without are never left out.
/// Source: <https://docs.docker.com/build/concepts/context/#dockerignore-files>
package struct IgnoreRules: Sendable, Hashable {
    private struct Rule: Sendable, Hashable {
        let parts: [String]
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
            var parts: [String] = []
            for part in pattern.split(separator: "/") where part != "." {
                if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
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
            let pattern = rule.parts.map { Array($0.unicodeScalars) }
            let fits = (1...max(1, parts.count)).contains { count in
                Self.fits(pattern[...], parts.prefix(count))
            }
            if fits { isExcluded = !rule.isException }
        }
        return isExcluded
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isBlank = { (character: Character) in character.isWhitespace }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    private typealias Name = [Unicode.Scalar]

    /// Whether a pattern fits a whole path; `**` stands for any number of folders.
    private static func fits(_ pattern: ArraySlice<Name>, _ path: ArraySlice<Name>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        if first == ["*", "*"] {
            // At the end it stands for something, elsewhere for nothing as well.
            let least = pattern.count == 1 ? 1 : 0
            guard path.count >= least else { return false }
            return (least...path.count).contains { count in
                fits(pattern.dropFirst(), path.dropFirst(count))
            }
        }
        guard let name = path.first, fits(first[...], name[...]) else { return false }
        return fits(pattern.dropFirst(), path.dropFirst())
    }

    /// Whether one part of a pattern fits one name.
    private static func fits(
        _ pattern: ArraySlice<Unicode.Scalar>,
        _ name: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        switch first {
        case "*":
            return fits(pattern.dropFirst(), name)
                || (!name.isEmpty && fits(pattern, name.dropFirst()))
        case "?":
            return !name.isEmpty && fits(pattern.dropFirst(), name.dropFirst())
        case "[":
            guard let scalar = name.first, let (isIn, rest) = set(pattern, scalar) else {
                return false
            }
            return isIn && fits(rest, name.dropFirst())
        case "\\" where pattern.count > 1:
            return name.first == pattern.dropFirst().first
                && fits(pattern.dropFirst(2), name.dropFirst())
        default:
            return name.first == first && fits(pattern.dropFirst(), name.dropFirst())
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
