import ArgumentParser

/// `actlocal artifacts`: what runs uploaded with `actions/upload-artifact`.
struct ArtifactsCommand: ParsableCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "artifacts",
        abstract: "List, show, extract and prune the artifacts of runs.",
        discussion: """
            Examples:

              actlocal artifacts                    the artifacts of this repository
              actlocal artifacts show dist          the files of the newest `dist`
              actlocal artifacts extract dist --to out
              actlocal artifacts prune --older-than 7

            Artifacts are what `actions/upload-artifact` keeps. They stay on this machine until \
            their retention time is over, or newer runs take their room.
            """,
        subcommands: [
            ArtifactsListCommand.self, ArtifactsShowCommand.self, ArtifactsExtractCommand.self,
            ArtifactsPruneCommand.self,
        ],
        defaultSubcommand: ArtifactsListCommand.self
    )
}
