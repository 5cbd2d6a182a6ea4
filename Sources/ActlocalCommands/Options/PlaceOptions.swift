import ArgumentParser
import Sessions

/// Where jobs run and on what, as typed.
struct PlaceOptions: ParsableArguments {
    /// Images by label, `label=image`.
    @Option(
        name: [.customShort("P", allowingJoined: true), .customLong("platform")],
        help: .init(
            "The image for jobs whose `runs-on` is this label (repeatable).",
            valueName: "label=image"
        )
    )
    var platform: [String] = []

    /// The platform of containers.
    @Option(
        name: .customLong("container-architecture"),
        help: .init(
            "The architecture to run containers for. Default: the engine's own.",
            valueName: "os/architecture"
        )
    )
    var containerArchitecture: String?

    /// Whether jobs run without containers.
    @Flag(
        name: .customLong("host"),
        help: """
            Run jobs as processes of this machine instead of in containers. They can then reach \
            whatever you can.
            """
    )
    var host = false

    /// Which Docker engine jobs reach.
    @Option(
        name: .customLong("docker"),
        help: .init(
            """
            The Docker engine that programs of a job reach: one of the job's own, the one that \
            runs the jobs, or none (default: own).
            """,
            valueName: "own|host|none"
        )
    )
    var docker: RunRequest.Docker?

    /// Folders by repository, `owner/name[@ref]=folder`.
    @Option(
        name: .customLong("local-repository"),
        help: .init(
            "Use this folder for the actions and workflows of a repository (repeatable).",
            valueName: "owner/name@ref=folder"
        ),
        completion: .directory
    )
    var localRepository: [String] = []

    /// The git host.
    @Option(
        name: .customLong("repository-server"),
        help: .init(
            "Fetch repositories from this git host. Default: https://github.com.",
            valueName: "url"
        )
    )
    var repositoryServer: String?

    /// Addresses by repositories, `owner/*=url`.
    @Option(
        name: .customLong("repository-mirror"),
        help: .init(
            "Fetch some repositories, or all with `*`, from this address (repeatable).",
            valueName: "owner/*=url"
        )
    )
    var repositoryMirror: [String] = []

    /// Whether nothing is fetched.
    @Flag(
        name: .customLong("action-offline-mode"),
        help: "Fetch nothing: use only repositories that were fetched before."
    )
    var actionOfflineMode = false

    /// The commit to check out.
    @Option(
        name: .customLong("commit"),
        help: .init(
            "Run on this commit instead of the working tree as it is now.",
            valueName: "ref"
        )
    )
    var commit: String?
}

extension RunRequest.Docker: ExpressibleByArgument {}
