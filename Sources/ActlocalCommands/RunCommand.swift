import ArgumentParser
import Sessions

/// `actlocal run`: runs workflows and reports how it went.
struct RunCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "run",
        _superCommandName: ActlocalCommand.name,
        abstract: "Run workflows on this machine.",
        discussion: """
            Examples:

              actlocal run                 all that a push would start
              actlocal run ci              the workflow in .github/workflows/ci.yml
              actlocal run ci -j test      its job `test`, with the jobs it needs
              actlocal run ci --matrix os:ubuntu-latest
              actlocal run release --event release -e payload.json
              actlocal run deploy --input target=staging -s DEPLOY_KEY
              actlocal run ci --json | jq 'select(.type == "jobFinished")'

            Values are also read from the files .secrets, .vars, .env and .input in the project's \
            folder, with lines NAME=value. A file named by an option beats those, and an option \
            with a value beats both.

            The report, with the steps' output, goes to standard error; standard output is for \
            `--json`. The first Ctrl-C cancels as GitHub cancels, the second ends everything at \
            once; either way what the run created is removed.
            """
    )

    /// Where the project is.
    @OptionGroup(title: "Project")
    var project: ProjectOptions

    /// What runs.
    @OptionGroup(title: "What runs")
    var selection: SelectionOptions

    /// What it is given.
    @OptionGroup(title: "Values")
    var values: ValueOptions

    /// Where it runs.
    @OptionGroup(title: "Where it runs")
    var place: PlaceOptions

    /// How it goes.
    @OptionGroup(title: "How it runs")
    var pace: PaceOptions

    /// What is shown of it.
    @OptionGroup(title: "Report")
    var report: ReportOptions

    func run(in front: FrontEnd) async -> Int32 {
        let request: RunRequest
        do {
            request = try front.request(options)
        } catch {
            if report.isJSON { front.printRefusal(error) }
            return front.refuse(error)
        }
        let session = Session(request)
        let follower = RunFollower(
            reporter: front.reporter(report, request),
            cancel: { session.cancel() },
            abort: { session.abort() },
            letGo: { SignalWatch.stop() }
        )
        SignalWatch.start { _ in follower.interrupt() }
        return await follower.follow(session.run())
    }

    /// The part of the command line that makes the request.
    var options: RequestOptions {
        RequestOptions(
            project: project,
            selection: selection,
            values: values,
            place: place,
            pace: pace
        )
    }
}
