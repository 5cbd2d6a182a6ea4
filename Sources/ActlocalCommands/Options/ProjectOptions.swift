import ArgumentParser

/// Where the project and its workflows are, as typed.
struct ProjectOptions: ParsableArguments {
    /// The folder to work from.
    @Option(
        name: [.customShort("C", allowingJoined: true), .customLong("directory")],
        help: .init(
            "Work as if started in this folder; other relative paths are then relative to it.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var directory: String?

    /// What to read in place of `.github/workflows`.
    @Option(
        name: [.customShort("W", allowingJoined: true), .customLong("workflows")],
        help: .init(
            "Read this workflow file, or the files of this folder, instead of .github/workflows.",
            valueName: "path"
        ),
        completion: .file()
    )
    var workflows: String?
}
