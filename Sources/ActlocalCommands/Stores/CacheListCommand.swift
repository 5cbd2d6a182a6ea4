import ArgumentParser
import Sessions

/// `actlocal cache list`: shows which cache entries there are.
struct CacheListCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the cache entries of this repository.",
        usage: "actlocal cache list [<options>]",
        discussion: """
            Examples:

              actlocal cache list
              actlocal cache list --all-repositories
              actlocal cache list --json | jq -r '.entries[].key'

            The entry that was saved or restored last comes first.
            """
    )

    /// Whose entries are meant.
    @OptionGroup
    var store: StoreOptions

    func run(in front: FrontEnd) async -> Int32 {
        await front.answer(store) { request in
            let entries = try await StoredCaches.open(request).entries
            return store.json
                ? CacheText.json(entries)
                : CacheText.text(
                    entries,
                    now: request.now,
                    isEverywhere: request.isEverywhere,
                    front.style(for: front.output)
                )
        }
    }
}
