import ArgumentParser

/// What is cleared away, as typed.
struct PruneOptions: ParsableArguments {
    /// Days after which things go.
    @Option(
        name: .customLong("older-than"),
        help: .init(
            "Remove also what was not made or used for this many days.",
            valueName: "days"
        )
    )
    var olderThan: Int?

    /// Whether everything goes.
    @Flag(name: .customLong("all"), help: "Remove everything.")
    var all = false

    /// Whether nothing goes.
    @Flag(
        name: [.customShort("n"), .customLong("dryrun")],
        help: "Show what would be removed, and remove nothing."
    )
    var dryRun = false

    /// Refuses what cannot be meant.
    func validate() throws {
        if let olderThan, olderThan < 0 {
            throw ValidationError("`--older-than` takes a number of days")
        }
        if all && olderThan != nil {
            throw ValidationError("`--all` and `--older-than` exclude each other")
        }
    }

    /// The age after which things go, in seconds; nil for the usual one.
    var age: Double? { all ? -.infinity : olderThan.map { Double($0) * 24 * 3600 } }
}
