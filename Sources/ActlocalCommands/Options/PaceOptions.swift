import ArgumentParser

/// How a run goes, as typed.
struct PaceOptions: ParsableArguments {
    /// How many jobs run at once.
    @Option(
        name: .customLong("parallel"),
        help: .init(
            "How many jobs run at once. Default: as many as there are cores, and at least two.",
            valueName: "number"
        )
    )
    var parallel: Int?

    /// Whether nothing is executed.
    @Flag(
        name: [.customShort("n"), .customLong("dryrun")],
        help: "Go through the run without executing any job."
    )
    var dryrun = false

    /// Refuses numbers that mean nothing.
    func validate() throws {
        if let parallel, parallel < 1 {
            throw ValidationError("`--parallel` takes a number from 1 up")
        }
    }
}
