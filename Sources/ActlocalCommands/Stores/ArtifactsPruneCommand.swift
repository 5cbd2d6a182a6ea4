import ArgumentParser
import Sessions

/// `actlocal artifacts prune`: removes artifacts that are no longer wanted.
struct ArtifactsPruneCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove artifacts that are no longer wanted.",
        usage: "actlocal artifacts prune [<options>]",
        discussion: """
            Examples:

              actlocal artifacts prune                    what has expired
              actlocal artifacts prune --keep-runs 5 -n
              actlocal artifacts prune --all --all-repositories

            Without options that goes which a run would remove by itself sooner or later: \
            artifacts whose retention time is over, and those of runs beyond the newest 50 or \
            10 GiB. The artifacts of a run that is going on always stay.
            """
    )

    /// How many runs keep theirs.
    @Option(
        name: .customLong("keep-runs"),
        help: .init(
            "Keep the artifacts of this many of the newest runs of each repository.",
            valueName: "number"
        )
    )
    var keepRuns: Int?

    /// What is cleared away.
    @OptionGroup
    var prune: PruneOptions

    /// Whose artifacts are meant.
    @OptionGroup
    var store: StoreOptions

    /// Refuses what cannot be meant.
    func validate() throws {
        if let keepRuns, keepRuns < 0 {
            throw ValidationError("`--keep-runs` takes a number from 0 up")
        }
        if keepRuns != nil && prune.all {
            throw ValidationError("`--all` and `--keep-runs` exclude each other")
        }
    }

    func run(in front: FrontEnd) async -> Int32 {
        await front.answer(store) { request in
            let stored = try await StoredArtifacts.open(request)
            let surplus = stored.surplus(keptRuns: keepRuns, olderThan: prune.age)
            let removed = prune.dryRun ? surplus : stored.remove(surplus)
            let report = RemovalText(
                noun: "artifact",
                isDryRun: prune.dryRun,
                removed: removed.map { .init(name: "\($0.name) of run \($0.run)", size: $0.size) },
                inUse: surplus.count - removed.count
            )
            return store.json ? report.json : report.text
        }
    }
}
