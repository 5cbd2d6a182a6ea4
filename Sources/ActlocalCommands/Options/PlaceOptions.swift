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
