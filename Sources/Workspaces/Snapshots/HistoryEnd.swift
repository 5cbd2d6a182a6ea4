/// Where a history of a limited depth ends, which is what `.git/shallow` lists.
package enum HistoryEnd {
    /// Lists the commits behind which nothing is; git counts those without parents, too.
    ///
    /// - Parameters:
    ///   - listing: What `git rev-list --parents` prints.
    ///   - tips: The commits that the history starts from.
    ///   - depth: How many commits it has from each of them; at least 1.
    ///   - earlier: Where the history listed ends by itself.
    /// - Returns: The commits, sorted.
    package static func commits(
        in listing: String,
        from tips: some Sequence<String>,
        depth: Int,
        earlier: Set<String>
    ) -> [String] {
        var parents: [Substring: [Substring]] = [:]
        for line in listing.split(separator: "\n") {
            let names = line.split(separator: " ")
            parents[names[0]] = Array(names.dropFirst())
        }
        var level = Set(tips.map { $0[...] })
        var seen = level
        for _ in 1..<max(depth, 1) where !level.isEmpty {
            level = Set(level.flatMap { parents[$0] ?? [] }).subtracting(seen)
            seen.formUnion(level)
        }
        return level.union(seen.filter { earlier.contains(String($0)) }).map(String.init).sorted()
    }
}
