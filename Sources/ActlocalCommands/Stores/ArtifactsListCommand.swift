import ArgumentParser
import Sessions

/// `actlocal artifacts list`: shows which artifacts there are.
struct ArtifactsListCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the artifacts of this repository's runs.",
        usage: "actlocal artifacts list [<options>]",
        discussion: """
            Examples:

              actlocal artifacts list
              actlocal artifacts list --run 1795347012345
              actlocal artifacts list --json | jq -r '.artifacts[].name'

            The newest run comes first, with the time since its last upload.
            """
    )

    /// The run that is meant.
    @OptionGroup
    var choice: RunChoice

    /// Whose artifacts are meant.
    @OptionGroup
    var store: StoreOptions

    func run(in front: FrontEnd) async -> Int32 {
        await front.answer(store) { request in
            let stored = try await StoredArtifacts.open(request)
            let artifacts = try stored.of(run: choice.run)
            return store.json
                ? ArtifactText.json(artifacts)
                : ArtifactText.text(
                    artifacts,
                    now: request.now,
                    isEverywhere: request.isEverywhere,
                    front.style(for: front.output)
                )
        }
    }
}

/// The run whose artifacts are meant, as typed.
struct RunChoice: ParsableArguments {
    /// The run.
    @Option(
        name: .customLong("run"),
        help: .init("Look only at the artifacts of this run.", valueName: "id"),
        completion: Completions.custom { _ in Completions.runs() }
    )
    var run: Int?
}
