import ArgumentParser
import Diagnostics
import RunEvents
import Sessions

/// `actlocal eval`: shows what an expression comes to, and how.
struct EvalCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "eval",
        _superCommandName: ActlocalCommand.name,
        abstract: "Evaluate an expression and show how it came about.",
        discussion: """
            Examples:

              actlocal eval "github.ref == 'refs/heads/main'"
              actlocal eval 'matrix.os' ci --job test --matrix os:ubuntu-latest
              actlocal eval 'v${{ github.run_number }}-${{ github.sha }}'
              actlocal eval -j test --step Deploy "success() && env.TARGET != ''"
              actlocal eval --run last -j test 'steps.build.outputs.version'
              actlocal eval -- '-1 < 0'
              echo "contains(x, 'a')" | actlocal eval --contexts contexts.json

            Contexts are those of the project as far as they are known before a run; with a job, \
            those of its first leg. All names are known unless `--key` says of which key. \
            Secrets are shown as ***. Exit status 3 means that there is no value.
            """
    )

    /// The forms of the answer.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    /// The text to evaluate.
    @Argument(
        help: .init(
            """
            The expression, bare or in `${{ }}`, or a text with several of those. Without it, or \
            with `-`, it is read from standard input.
            """,
            valueName: "expression"
        )
    )
    var expression: String?

    /// A file of contexts.
    @Option(
        name: .customLong("contexts"),
        help: .init(
            "A JSON object of contexts in place of the project's; `-` for standard input.",
            valueName: "file"
        ),
        completion: .file(extensions: ["json"])
    )
    var contexts: String?

    /// An earlier run whose contexts are meant.
    @Option(
        name: .customLong("run"),
        help: .init(
            """
            Contexts of an earlier run as the last step of a job saw them: `last`, the id in the \
            run's events, or its `github.run_id`. `--job` names the job or leg by its key. \
            Secrets are not kept.
            """,
            valueName: "id"
        ),
        completion: Completions.custom(Completions.earlierRuns)
    )
    var earlierRun: String?

    /// The key whose names are known.
    @Option(
        name: .customLong("key"),
        help: .init(
            "Know only the names that this key may use, such as `jobs.steps.if`.",
            valueName: "path"
        ),
        completion: .list(EvaluationRequest.keys)
    )
    var key: String?

    /// The step whose view is meant.
    @Option(
        name: .customLong("step"),
        help: .init(
            """
            Contexts as this step of the job sees them, and the names that it may use: its id, its \
            number from 1, or its name. With `--run` as they were then, else as if all before it \
            went well.
            """,
            valueName: "step"
        ),
        completion: Completions.custom(Completions.steps)
    )
    var step: String?

    /// The form of the answer.
    @Option(name: .customLong("format"), help: "How the answer is printed.")
    var format = Format.text

    /// The short way to ask for JSON.
    @Flag(name: .customLong("json"), help: "The same as `--format json`.")
    var json = false

    /// Where the project is.
    @OptionGroup(title: "Project")
    var project: ProjectOptions

    /// Whose contexts are meant.
    @OptionGroup(title: "Whose contexts")
    var selection: SelectionOptions

    /// What they hold.
    @OptionGroup(title: "Values")
    var values: ValueOptions

    /// Refuses what cannot be meant.
    func validate() throws {
        if selection.job.count > 1 {
            throw ValidationError("`eval` takes one `--job`")
        }
        if step != nil, contexts != nil {
            throw ValidationError("`--step` and `--contexts` exclude each other")
        }
        if step != nil, selection.job.isEmpty, earlierRun == nil {
            throw ValidationError("`--step` needs the `--job` it is a step of")
        }
        if earlierRun != nil, let option = optionBesideRun {
            throw ValidationError("`--run` and `\(option)` exclude each other")
        }
        if contexts == "-", (expression ?? "-") == "-" {
            throw ValidationError("standard input can be the expression or the contexts, not both")
        }
    }

    /// An option that changes contexts, which those of an earlier run are never.
    private var optionBesideRun: String? {
        let given: [(String, Bool)] = [
            ("--contexts", contexts != nil), ("--event", selection.event != nil),
            ("--ref", selection.ref != nil), ("--eventpath", selection.eventPath != nil),
            ("--matrix", !selection.matrix.isEmpty), ("--workflows", project.workflows != nil),
            ("--secret", !values.secret.isEmpty), ("--secret-file", !values.secretFile.isEmpty),
            ("--var", !values.variable.isEmpty), ("--var-file", !values.variableFile.isEmpty),
            ("--env", !values.environment.isEmpty),
            ("--env-file", !values.environmentFile.isEmpty),
            ("--input", !values.input.isEmpty), ("--input-file", !values.inputFile.isEmpty),
        ]
        return given.first { $0.1 }?.0
    }

    private var form: Format { json ? .json : format }

    func run(in front: FrontEnd) async -> Int32 {
        do {
            let report = try await EvaluationReport.make(request(front))
            return show(report, front)
        } catch {
            return front.refuse(any: error)
        }
    }

    private func request(_ front: FrontEnd) throws -> EvaluationRequest {
        let options = RequestOptions(
            project: project,
            selection: selection,
            values: values,
            place: nil,
            pace: nil
        )
        return EvaluationRequest(
            text: try text(front),
            run: try front.request(options),
            contexts: try contextsFile(front),
            earlierRun: earlierRun,
            key: key,
            step: step
        )
    }

    private func text(_ front: FrontEnd) throws(RequestError) -> String {
        if let expression, expression != "-" { return expression }
        guard let text = front.readInput() else { throw .nothingToRead(what: "expression") }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private func contextsFile(_ front: FrontEnd) throws(RequestError) -> SourceFile? {
        guard let contexts else { return nil }
        guard contexts != "-" else {
            guard let text = front.readInput() else { throw .nothingToRead(what: "contexts") }
            return SourceFile(path: "<stdin>", text: text)
        }
        let path = try PathResolver(directory: project.directory).absolute(contexts)
        do throws(InputError) {
            return try SourceFile.read(path, shownAs: contexts, mayBePipe: true)
        } catch {
            throw .input(error)
        }
    }

    private func show(_ report: EvaluationReport, _ front: FrontEnd) -> Int32 {
        switch form {
        case .json:
            front.output.write(report.json + "\n")
            // The answer has GitHub's form, which has no place for them.
            for note in report.notes { front.console.write("note: \(note)\n") }
        case .text:
            front.output.write(EvaluationText.text(report, front.style(for: front.output)))
        }
        front.output.flush()
        var problems = report.diagnostics
        if case .failure(let failure) = report.outcome, form == .text {
            problems.append(failure.diagnostic)
        }
        let text = front.diagnosticText(files: report.sources)
        front.console.write(text.text(problems, style: front.style(for: front.console)))
        let isInvalid = report.diagnostics.contains { $0.severity == .error }
        if case .failure = report.outcome { return ExitStatus.invalid }
        return isInvalid ? ExitStatus.invalid : ExitStatus.success
    }
}
