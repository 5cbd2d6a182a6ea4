import ArgumentParser
import Sessions

/// `actlocal artifacts extract`: unpacks artifacts into a folder.
struct ArtifactsExtractCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Unpack artifacts into a folder.",
        usage: "actlocal artifacts extract [<names> ...] [<options>]",
        discussion: """
            Examples:

              actlocal artifacts extract dist           into this folder
              actlocal artifacts extract dist --to out
              actlocal artifacts extract --to out       all of the newest run

            One artifact is unpacked into the folder itself, several each into a folder of its \
            name, as `actions/download-artifact` does. Where a file is there already, nothing is \
            written unless `--overwrite` is given. A path that leads out of the folder is refused.
            """
    )

    /// The artifacts.
    @Argument(
        help: .init(
            "The artifacts' names. Default: all artifacts of the newest run.",
            valueName: "names"
        ),
        completion: Completions.custom { _ in Completions.artifacts() }
    )
    var names: [String] = []

    /// The run that is meant.
    @OptionGroup
    var choice: RunChoice

    /// Where the files go.
    @OptionGroup
    var target: TargetOptions

    /// Whose artifacts are meant.
    @OptionGroup
    var store: StoreOptions

    func run(in front: FrontEnd) async -> Int32 {
        await front.answer(store) { request in
            let folder = try target.folder(store)
            let stored = try await StoredArtifacts.open(request)
            let artifacts = try stored.named(names, run: choice.run)
            let places = artifacts.map { artifact in
                (artifact, names.count == 1 ? folder : "\(folder)/\(artifact.name)")
            }
            // All of them before the first is written.
            for (artifact, place) in places {
                try artifact.files.check(into: place, replacing: target.overwrite)
            }
            var made: [ExtractionText.Made] = []
            for (artifact, place) in places {
                let count = try artifact.files.extract(into: place, replacing: target.overwrite)
                made.append(.init(name: artifact.name, folder: place, entries: count))
            }
            return store.json ? ExtractionText.json(made) : ExtractionText.text(made)
        }
    }
}

/// Where files are unpacked, as typed.
struct TargetOptions: ParsableArguments {
    /// The folder.
    @Option(
        name: .customLong("to"),
        help: .init(
            "The folder that files are unpacked into; it is made when needed. Default: this one.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var to = "."

    /// Whether files that are there are replaced.
    @Flag(name: .customLong("overwrite"), help: "Replace files that are there already.")
    var overwrite = false

    /// The folder, absolute.
    func folder(_ store: StoreOptions) throws(RequestError) -> String {
        try PathResolver(directory: store.directory).absolute(to)
    }
}
