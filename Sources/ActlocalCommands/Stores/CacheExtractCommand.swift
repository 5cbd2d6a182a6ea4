import ArgumentParser
import Sessions

/// `actlocal cache extract`: unpacks a cache entry into a folder.
struct CacheExtractCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Unpack a cache entry into a folder.",
        usage: "actlocal cache extract <key> [<options>]",
        discussion: """
            Examples:

              actlocal cache extract npm-linux-3f1c --to out
              actlocal cache extract npm- --ref dev --to out
              actlocal cache extract npm- --to out --overwrite

            Paths of a cache entry may begin with `/` or `../`, which are left out. Where a file \
            is there already, nothing is written unless `--overwrite` is given.
            """
    )

    /// The entry.
    @OptionGroup
    var choice: CacheChoice

    /// Where the files go.
    @OptionGroup
    var target: TargetOptions

    /// Whose entries are meant.
    @OptionGroup
    var store: StoreOptions

    func run(in front: FrontEnd) async -> Int32 {
        await front.answer(store) { request in
            let folder = try target.folder(store)
            let stored = try await StoredCaches.open(request)
            let found = try stored.named(choice.key, ref: choice.ref)
            let made = try found.prefix(1).map { entry in
                ExtractionText.Made(
                    name: entry.key,
                    folder: folder,
                    entries: try entry.files.extract(into: folder, replacing: target.overwrite)
                )
            }
            return store.json ? ExtractionText.json(made) : ExtractionText.text(made)
        }
    }
}
