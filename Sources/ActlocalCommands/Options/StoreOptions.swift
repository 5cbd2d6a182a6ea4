import ArgumentParser
import Sessions

/// Whose artifacts or cache entries are meant, as typed.
struct StoreOptions: ParsableArguments {
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

    /// Whether the project does not matter.
    @Flag(
        name: .customLong("all-repositories"),
        help: "Look at all repositories of this machine, not only at the one of this folder."
    )
    var allRepositories = false

    /// The form of the answer.
    @OptionGroup
    var form: FormOptions

    /// Whether the answer is for programs.
    var json: Bool { form.isJSON }

    /// The request that the options mean, for this process.
    func request(_ front: FrontEnd) throws(RequestError) -> StoreRequest {
        var request = StoreRequest(
            projectRoot: try PathResolver(directory: directory).projectRoot,
            machine: front.machine,
            now: WallClock.now()
        )
        request.isEverywhere = allRepositories
        return request
    }
}
