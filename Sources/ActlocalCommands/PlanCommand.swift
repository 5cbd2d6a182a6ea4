import ArgumentParser
import Diagnostics
import RunEvents
import Sessions

/// `actlocal plan`: shows what a run would do.
struct PlanCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "plan",
        _superCommandName: ActlocalCommand.name,
        abstract: "Show which jobs and steps a run would execute.",
        discussion: """
            Examples:

              actlocal plan                what a push would start
              actlocal plan ci --event pull_request
              actlocal plan ci --explain   why each job and step would run or not
              actlocal plan ci --json | jq '.'

            Takes the same options as `run`, and neither starts a container nor changes anything. \
            The plan goes to standard output, problems of the workflow to standard error; \
            a workflow that is not valid gives exit status 3.
            """
    )

    /// Where the project is.
    @OptionGroup(title: "Project")
    var project: ProjectOptions

    /// What would run.
    @OptionGroup(title: "What would run")
    var selection: SelectionOptions

    /// What it would be given.
    @OptionGroup(title: "Values")
    var values: ValueOptions

    /// Where it would run.
    @OptionGroup(title: "Where it would run")
    var place: PlaceOptions

    /// The form of the plan.
    @OptionGroup
    var form: FormOptions

    /// Whether the plan says why.
    @Flag(
        name: .customLong("explain"),
        help: "Say why each job and step would run or not, and where matrix values come from."
    )
    var explain = false

    func run(in front: FrontEnd) async -> Int32 {
        let request: RunRequest
        do {
            request = try front.request(options)
        } catch {
            return front.refuse(error)
        }
        do throws(SessionError) {
            let plan = try await PlanReport.make(request, explained: explain)
            HeapRoom.keep(plan)
            if form.isJSON {
                for piece in plan.json(front.machine) { front.output.write(piece) }
            } else {
                let text = plan.text
                front.output.write(text.isEmpty || text.hasSuffix("\n") ? text : text + "\n")
            }
            front.output.flush()
            let status = front.show(plan.diagnostics, of: request, files: plan.sources)
            if let error = plan.nothingStarted { return front.refuse(error) }
            return front.refuse(plan.refusals, after: status, of: request, plan.sources)
        } catch {
            return front.refuse(error)
        }
    }

    /// The part of the command line that makes the request.
    var options: RequestOptions {
        RequestOptions(
            project: project,
            selection: selection,
            values: values,
            place: place,
            pace: nil
        )
    }
}
