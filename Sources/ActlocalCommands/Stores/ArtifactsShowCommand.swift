import ArgumentParser
import Sessions

/// `actlocal artifacts show`: shows what an artifact is and which files it has.
struct ArtifactsShowCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one artifact and the files in it.",
        usage: "actlocal artifacts show <name> [<options>]",
        discussion: """
            Examples:

              actlocal artifacts show dist
              actlocal artifacts show dist --run 1795347012345
              actlocal artifacts show dist --json | jq -r '.files[].path'

            It is that of the newest run which has one of this name.
            """
    )

    /// The artifact.
    @Argument(
        help: .init("The artifact's name.", valueName: "name"),
        completion: Completions.custom { _ in Completions.artifacts() }
    )
    var name: String

    /// The run that is meant.
    @OptionGroup
    var choice: RunChoice

    /// Whose artifacts are meant.
    @OptionGroup
    var store: StoreOptions

    func run(in front: FrontEnd) async -> Int32 {
        await front.answer(store) { request in
            let stored = try await StoredArtifacts.open(request)
            let artifacts = try stored.named([name], run: choice.run)
            return try artifacts.map { artifact in
                let files = try artifact.files.list()
                return store.json
                    ? ArtifactText.json(artifact, files)
                    : ArtifactText.text(
                        artifact,
                        files,
                        now: request.now,
                        front.style(for: front.output)
                    )
            }.joined()
        }
    }
}
