import ArgumentParser

/// `actlocal cache`: what runs saved with `actions/cache`.
struct CacheCommand: ParsableCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "List, show, extract and prune the cache entries of runs.",
        discussion: """
            Examples:

              actlocal cache                      the entries of this repository
              actlocal cache show npm-            the newest whose key begins so
              actlocal cache prune --older-than 2
              actlocal cache prune --all          begin with an empty cache

            Cache entries are what `actions/cache` and the `cache` inputs of other actions save. \
            One that was not used for seven days goes, and the longest unused when those of a \
            repository have more than 10 GiB.
            """,
        subcommands: [
            CacheListCommand.self, CacheShowCommand.self, CacheExtractCommand.self,
            CachePruneCommand.self,
        ],
        defaultSubcommand: CacheListCommand.self
    )
}

/// Which cache entry is meant, as typed.
struct CacheChoice: ParsableArguments {
    /// The key.
    @Argument(
        help: .init("The entry's key, or how it begins.", valueName: "key"),
        completion: Completions.custom { _ in Completions.cacheKeys() }
    )
    var key: String

    /// The ref.
    @Option(
        name: .customLong("ref"),
        help: .init("Look only at entries of this branch or tag.", valueName: "ref")
    )
    var ref: String?
}
