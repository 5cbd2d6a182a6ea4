import ArgumentParser
import Diagnostics
import RunEvents
import Sessions

/// `actlocal check`: says what is wrong with workflows and their like.
struct CheckCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "check",
        _superCommandName: ActlocalCommand.name,
        abstract: "Check workflows, actions and Dependabot's configuration.",
        usage: "actlocal check [<files> ...] [<options>]",
        discussion: """
            Examples:

              actlocal check                          all that GitHub reads of a project
              actlocal check action.yml .github/workflows
              actlocal check - < ci.yml               what comes through standard input
              actlocal check --format sarif > actlocal.sarif

            Every problem of every file goes to standard output, and a summary to standard \
            error. With errors the exit status is 3.
            """
    )

    /// How diagnostics are written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        /// For people, with the lines they are about.
        case text
        /// One JSON object.
        case json
        /// A SARIF 2.1.0 log, for code scanning.
        case sarif
        /// Workflow commands, which GitHub shows beside the lines.
        case github
    }

    /// What to check.
    @Argument(
        help: .init(
            """
            Files, folders, or `-` for standard input. Default: the workflows, every tracked \
            action.yml, .github/dependabot.yml and .actlocal.yml of the project.
            """,
            valueName: "files"
        ),
        completion: .file(extensions: ["yml", "yaml"])
    )
    var files: [String] = []

    /// The folder to work from.
    @Option(
        name: [.customShort("C", allowingJoined: true), .customLong("directory")],
        help: .init("Work as if started in this folder.", valueName: "folder"),
        completion: .directory
    )
    var directory: String?

    /// How diagnostics are written.
    @Option(
        name: .customLong("format"),
        help: .init("The form in which problems are printed.", valueName: "format")
    )
    var format = Format.text

    /// The short way to ask for JSON.
    @Flag(name: .customLong("json"), help: "The same as `--format json`.")
    var json = false

    /// Whether warnings count as errors.
    @Flag(
        name: .customLong("warnings-as-errors"),
        help: "Give exit status 3 also where there are only warnings."
    )
    var warningsAsErrors = false

    /// Whether warnings are left out.
    @Flag(name: .customLong("no-warnings"), help: "Report errors only.")
    var noWarnings = false

    /// Refuses combinations that contradict each other.
    func validate() throws {
        if json, format != .text, format != .json {
            throw ValidationError("`--json` and `--format \(format.rawValue)` exclude each other")
        }
        if warningsAsErrors && noWarnings {
            throw ValidationError("`--warnings-as-errors` and `--no-warnings` exclude each other")
        }
    }

    private var form: Format { json ? .json : format }

    func run(in front: FrontEnd) async -> Int32 {
        let request: CheckRequest
        do throws(RequestError) {
            request = try self.request(front)
        } catch {
            return front.refuse(error)
        }
        do throws(SessionError) {
            var report = try await CheckReport.make(request)
            if noWarnings {
                report = report.errorsOnly
            }
            front.output.write(text(of: report, front))
            front.output.flush()
            front.console.write(CheckSummary.text(report) + "\n")
            let isInvalid =
                report.count(.error) > 0 || warningsAsErrors && report.count(.warning) > 0
            return isInvalid ? ExitStatus.invalid : ExitStatus.success
        } catch {
            return front.refuse(error)
        }
    }

    private func request(_ front: FrontEnd) throws(RequestError) -> CheckRequest {
        let paths = try PathResolver(directory: directory)
        return CheckRequest(
            projectRoot: paths.projectRoot,
            subjects: try files.map { typed throws(RequestError) in
                guard typed == "-" else {
                    let place = paths.absolute(typed)
                    return .path(.init(shown: paths.shown(typed), place: place))
                }
                guard let text = front.readInput() else { throw .nothingToRead(what: "file") }
                return .text(SourceFile(path: "<stdin>", text: text))
            },
            machine: front.machine
        )
    }

    private func text(of report: CheckReport, _ front: FrontEnd) -> String {
        switch form {
        case .text:
            DiagnosticRenderer.text(
                report.diagnostics,
                files: report.sources,
                colour: front.style(for: front.output).isColoured ? .ansi : .plain
            )
        case .json:
            DiagnosticRenderer.json(report.diagnostics, files: report.sources.map(\.path))
        case .sarif:
            DiagnosticRenderer.sarif(report.diagnostics, version: ActlocalCommand.version)
        case .github:
            DiagnosticRenderer.annotations(report.diagnostics)
        }
    }
}
