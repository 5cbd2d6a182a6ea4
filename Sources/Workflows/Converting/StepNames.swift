import Diagnostics

/// The names of the steps of one job: those written, checked, and those GitHub makes up.
struct StepNames {
    private var taken: Set<String> = []
    /// The last number each stem was given, so that a thousand `run` steps are not counted anew
    /// each.
    private var counts: [String: Int] = [:]
    /// The longest name, as GitHub cuts it.
    private static let longest = 100

    /// Takes the ids that are written, and reports those that cannot be.
    ///
    /// They go first, so that a made-up name gives way to a written one further down.
    mutating func take(_ ids: [Located<String>]) -> [Diagnostic] {
        ids.compactMap { id in
            if let problem = Identifier.problem(with: id) {
                return problem
            }
            guard taken.insert(id.value.lowercased()).inserted else {
                return Diagnostic(
                    .duplicateIdentifier,
                    "The identifier '\(id.value)' may not be used more than once within the same "
                        + "scope.",
                    at: id.span,
                    help: "give one of the two steps another `id`"
                )
            }
            return nil
        }
    }

    /// A name for a step without an id, `__run` or `__run_2` when that is taken.
    mutating func makeUp(_ stem: String) -> String {
        let stem = "__" + Identifier.sanitised(stem)
        var count = counts[stem, default: 0] + 1
        var name = Self.name(stem, count)
        while !taken.insert(name.lowercased()).inserted {
            count += 1
            name = Self.name(stem, count)
        }
        counts[stem] = count
        return name
    }

    private static func name(_ stem: String, _ count: Int) -> String {
        let suffix = count == 1 ? "" : "_\(count)"
        guard stem.utf8.count + suffix.utf8.count > longest else {
            return stem + suffix
        }
        return stem.prefix(longest - suffix.utf8.count) + suffix
    }
}
