import Diagnostics

/// The names of the steps of one job: those written, checked, and those GitHub makes up.
struct StepNames {
    private var taken: Set<String> = []
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
        var name = String(stem.prefix(Self.longest))
        var count = 1
        while !taken.insert(name.lowercased()).inserted {
            count += 1
            let suffix = "_\(count)"
            name = stem.prefix(Self.longest - suffix.utf8.count) + suffix
        }
        return name
    }
}
