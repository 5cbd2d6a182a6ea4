import ArgumentParser
import Diagnostics
import Sessions

/// `actlocal graph`: draws which job waits for which.
struct GraphCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "graph",
        _superCommandName: ActlocalCommand.name,
        abstract: "Draw the jobs of a workflow and what they wait for.",
        discussion: """
            Examples:

              actlocal graph ci                       as a tree in the terminal
              actlocal graph ci --format svg > ci.svg
              actlocal graph ci --format mermaid      for Markdown on GitHub
              actlocal graph ci --format dot | dot -Tpng > ci.png

            Takes what decides a plan, and draws that plan: legs are counted, jobs that would \
            not run are marked, and the jobs of called workflows stand inside their caller.
            """
    )

    /// The forms of the picture.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, mermaid, dot, svg, json
    }

    /// The form of the picture.
    @Option(name: .customLong("format"), help: "How the picture is written.")
    var format = Format.text

    /// The short way to ask for JSON.
    @Flag(name: .customLong("json"), help: "The same as `--format json`.")
    var json = false

    /// Where the project is.
    @OptionGroup(title: "Project")
    var project: ProjectOptions

    /// What is drawn.
    @OptionGroup(title: "What is drawn")
    var selection: SelectionOptions

    /// What it would be given.
    @OptionGroup(title: "Values")
    var values: ValueOptions

    /// Refuses two forms at once.
    func validate() throws {
        if json, format != .text, format != .json {
            throw ValidationError("`--json` and `--format \(format.rawValue)` exclude each other")
        }
    }

    private var form: Format { json ? .json : format }

    func run(in front: FrontEnd) async -> Int32 {
        let request: RunRequest
        do {
            request = try front.request(
                RequestOptions(
                    project: project,
                    selection: selection,
                    values: values,
                    place: nil,
                    pace: nil
                )
            )
        } catch {
            return front.refuse(error)
        }
        do throws(SessionError) {
            let report = try await GraphReport.make(request)
            if let (error, filters) = report.nothingStarted {
                if form == .json { front.output.write(JobGraph.json([])) }
                front.console.write(filters)
                _ = front.show(report.diagnostics, of: request, files: report.sources)
                return front.refuse(error)
            }
            front.output.write(picture(report.graphs, front.style(for: front.output)))
            front.output.flush()
            let status = front.show(report.diagnostics, of: request, files: report.sources)
            return front.refuse(report.refusals, after: status, of: request, report.sources)
        } catch {
            return front.refuse(error)
        }
    }

    /// All graphs in the form that was asked for.
    private func picture(_ graphs: [JobGraph], _ style: TextStyle) -> String {
        switch form {
        case .text: graphs.map(GraphText(style: style).text).joined(separator: "\n")
        case .mermaid: GraphMermaid.text(graphs)
        case .dot: graphs.map(GraphDot.text).joined(separator: "\n")
        case .svg: GraphSVG.text(graphs)
        case .json: JobGraph.json(graphs)
        }
    }
}
