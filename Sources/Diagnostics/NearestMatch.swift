/// Finds the word somebody likely meant.
package enum NearestMatch {
    /// The word of `candidates` closest to `word`, or nil when none is close enough to suggest.
    ///
    /// Letter case and `_` against `-` count as no difference. A candidate is close enough when at
    /// most a third of the longer word differs, and at least one edit is always allowed. Of equals,
    /// the first wins. Of very many candidates only the last are compared.
    package static func nearest(
        to word: String,
        in candidates: some Collection<String>
    ) -> String? {
        let wanted = folded(word)
        guard wanted.count <= longestWord else {
            return nil
        }
        var best: (candidate: String, distance: Int)?
        for candidate in candidates.suffix(mostCandidates) {
            let other = folded(candidate)
            guard other.count <= longestWord else {
                continue
            }
            let limit = max(1, max(wanted.count, other.count) / 3)
            guard abs(wanted.count - other.count) <= limit else {
                continue
            }
            let distance = editDistance(wanted, other)
            if distance <= limit, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.candidate
    }

    /// So that a file full of unknown names costs time in proportion to its length.
    private static let mostCandidates = 300

    /// Longer words are no typos of a key; comparing them would cost time for nothing.
    private static let longestWord = 100

    private static func folded(_ word: String) -> [Unicode.Scalar] {
        word.lowercased().unicodeScalars.map { $0 == "_" ? "-" : $0 }
    }

    /// The optimal string alignment distance: insertions, deletions, replacements, swaps of
    /// neighbours.
    private static func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...second.count)
        for row in 0..<first.count {
            var current = [row + 1]
            for column in 0..<second.count {
                let replacement = previous[column] + (first[row] == second[column] ? 0 : 1)
                var cost = min(replacement, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1],
                    first[row - 1] == second[column]
                {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[second.count]
    }
}
