import ArgumentParser
import Sessions

/// `actlocal cache show`: shows what a cache entry is and which files it has.
struct CacheShowCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one cache entry and the files in it.",
        usage: "actlocal cache show <key> [<options>]",
        discussion: """
            Examples:

              actlocal cache show npm-linux-3f1c
              actlocal cache show npm- --ref dev
              actlocal cache show npm- --json | jq -r '.files[].path'

            Where several entries fit, it is the one that was saved last.
            """
    )

    /// The entry.
    @OptionGroup
    var choice: CacheChoice

    /// Whose entries are meant.
    @OptionGroup
    var store: StoreOptions

    func run(in front: FrontEnd) async -> Int32 {
        await front.answer(store) { request in
            let stored = try await StoredCaches.open(request)
            let found = try stored.named(choice.key, ref: choice.ref)
            return try found.prefix(1).map { entry in
                let files = try entry.files.list()
                return store.json
                    ? CacheText.json(entry, files)
                    : CacheText.text(
                        entry,
                        files,
                        now: request.now,
                        front.style(for: front.output)
                    )
            }.joined()
        }
    }
}
