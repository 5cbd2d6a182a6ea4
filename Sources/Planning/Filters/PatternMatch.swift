import Diagnostics
import Workflows

/// What a list of patterns says of one name: the last pattern that matches decides.
struct PatternMatch {
    /// Whether the name is matched in the end.
    let isMatched: Bool
    /// The pattern that decided; nil when none matches.
    let decider: Located<String>?
}

/// The patterns of one filter, read once for many names.
struct PatternList {
    private struct Entry {
        let written: Located<String>
        let takesBack: Bool
        let glob: GlobPattern
    }

    private let entries: [Entry]
    /// The first pattern that cannot be read, and why; such a pattern matches nothing.
    let problem: (pattern: Located<String>, error: GlobPatternError)?

    /// Reads patterns; a leading `!` takes back what those before it matched.
    init(_ patterns: [Located<String>]) {
        var problem: (Located<String>, GlobPatternError)?
        entries = patterns.compactMap { written in
            let takesBack = written.value.hasPrefix("!")
            do throws(GlobPatternError) {
                let glob = try GlobPattern(String(written.value.dropFirst(takesBack ? 1 : 0)))
                return Entry(written: written, takesBack: takesBack, glob: glob)
            } catch {
                problem = problem ?? (written, error)
                return nil
            }
        }
        self.problem = problem
    }

    /// What the patterns say of a name.
    func match(_ name: String) -> PatternMatch {
        let last = entries.last { $0.glob.matches(name) }
        return PatternMatch(isMatched: last?.takesBack == false, decider: last?.written)
    }
}
