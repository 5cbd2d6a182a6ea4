import ArgumentParser
import Sessions

/// `actlocal cache prune`: removes cache entries that are no longer wanted.
struct CachePruneCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove cache entries that are no longer wanted.",
        usage: "actlocal cache prune [<options>]",
        discussion: """
            Examples:

              actlocal cache prune                  what was not used for a week
              actlocal cache prune --older-than 2 -n
              actlocal cache prune --all            begin with an empty cache

            Without options that goes which a run would remove by itself: what was not used for \
            seven days, and the longest unused beyond 10 GiB. An entry that a run is restoring \
            always stays.
            """
    )

    /// What is cleared away.
    @OptionGroup
    var prune: PruneOptions

    /// Whose entries are meant.
    @OptionGroup
    var store: StoreOptions

    func run(in front: FrontEnd) async -> Int32 {
        await front.answer(store) { request in
            let stored = try await StoredCaches.open(request)
            let surplus = stored.surplus(unusedFor: prune.age)
            let removed = prune.dryRun ? surplus : stored.remove(surplus)
            let report = RemovalText(
                noun: "cache entry",
                isDryRun: prune.dryRun,
                removed: removed.map { .init(name: $0.key, size: $0.size) },
                inUse: surplus.count - removed.count
            )
            return store.json ? report.json : report.text
        }
    }
}
