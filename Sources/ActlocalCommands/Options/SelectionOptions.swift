import ArgumentParser

/// What is to run, as typed.
struct SelectionOptions: ParsableArguments {
    /// A file, a folder, a stem or a name.
    @Argument(
        help: .init(
            """
            The workflow: a file or folder, a file's name without `.yml` (`ci`), or the workflow's \
            own name. Without it, all workflows that the event starts.
            """,
            valueName: "workflow"
        ),
        completion: Completions.custom(Completions.workflows)
    )
    var workflow: String?

    /// Ids of jobs.
    @Option(
        name: [.customShort("j", allowingJoined: true), .customLong("job")],
        help: .init(
            """
            Run only the job with this id, and the jobs it needs (repeatable). `deploy/check` is \
            the job `check` of the workflow that `deploy` calls.
            """,
            valueName: "id"
        ),
        completion: Completions.custom(Completions.jobs)
    )
    var job: [String] = []

    /// The event's name.
    @Option(
        name: .customLong("event"),
        help: .init(
            """
            The event to run for, such as `pull_request` or `release.published`. Default: `push` \
            if the workflow has it, else its only one.
            """,
            valueName: "name"
        ),
        completion: Completions.custom(Completions.events)
    )
    var event: String?

    /// The ref of the event.
    @Option(
        name: .customLong("ref"),
        help: .init(
            """
            The branch or tag the event is for, such as `refs/tags/v1`; it need not be there. For \
            `pull_request` also `refs/pull/7/merge`. \
            Default: that of what is run.
            """,
            valueName: "ref"
        )
    )
    var ref: String?

    /// A file with the event's payload.
    @Option(
        name: [.customShort("e", allowingJoined: true), .customLong("eventpath")],
        help: .init(
            "A JSON file whose fields are added to the event (`github.event`).",
            valueName: "file"
        ),
        completion: .file(extensions: ["json"])
    )
    var eventPath: String?

    /// Matrix filters `key:value`.
    @Option(
        name: .customLong("matrix"),
        help: .init(
            "Run only the matrix legs whose key has this value (repeatable).",
            valueName: "key:value"
        )
    )
    var matrix: [String] = []
}
