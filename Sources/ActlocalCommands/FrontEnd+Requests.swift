import Diagnostics
import RunEvents
import Sessions

extension FrontEnd {
    /// The request that options mean, for this process.
    func request(_ options: RequestOptions) throws(RequestError) -> RunRequest {
        try RunRequest(
            options,
            machine: machine,
            prompt: SecretPrompt(input: input, console: console)
        )
    }

    /// Shows why there is no request, and gives the exit status.
    func refuse(_ error: RequestError) -> Int32 {
        if case .invalid(let diagnostics) = error {
            console.write(diagnosticText().text(diagnostics, style: style(for: console)))
        } else if !error.message.isEmpty {
            complain(error.message, help: error.help)
        }
        return error.exitStatus
    }

    /// Prints the events of a run whose command line makes no request.
    func printRefusal(_ error: RequestError) {
        if case .invalid(let diagnostics) = error {
            printRefusal(diagnostics, exitStatus: error.exitStatus)
        } else {
            printRefusal(error.message, help: error.help, exitStatus: error.exitStatus)
        }
    }

    /// Prints the events of a run that is refused for one reason; an empty one is left out.
    func printRefusal(_ message: String, help: String?, exitStatus: Int32) {
        let reason = Diagnostic(.project, severity: .error, message, at: nil, help: help)
        printRefusal(message.isEmpty ? [] : [reason], exitStatus: exitStatus)
    }

    private func printRefusal(_ diagnostics: [Diagnostic], exitStatus: Int32) {
        let reporter = JSONReporter(output: output, console: console)
        Session.refusal(diagnostics, exitStatus: exitStatus).forEach(reporter.report)
    }

    /// Shows why a session refused a request, and gives the exit status.
    func refuse(_ error: SessionError) -> Int32 {
        complain(error.message, help: error.help)
        return error.exitStatus
    }

    /// Shows why a command has no answer, and gives the exit status: that of the error's kind, and
    /// for one that nobody foresaw that of a machine that said no.
    func refuse(any error: any Error) -> Int32 {
        switch error {
        case let error as RequestError: return refuse(error)
        case let error as SessionError: return refuse(error)
        case let error as StoreError:
            complain(error.message, help: error.help)
            return error.exitStatus
        default:
            complain("\(error)", help: nil)
            return ExitStatus.unavailable
        }
    }

    /// Shows an error that is about no file.
    func complain(_ message: String, help: String?) {
        let style = style(for: console)
        console.write("\(style.red("error")): \(message)\n")
        if let help {
            console.write("  \(style.faint("=")) help: \(help)\n")
        }
    }

    /// Tells why a request was refused, after its workflows; exit status 64 where those are valid.
    func refuse(
        _ refusals: [Diagnostic],
        after status: Int32,
        of request: RunRequest,
        _ files: [SourceFile]
    ) -> Int32 {
        guard !refusals.isEmpty else { return status }
        _ = show(refusals, of: request, files: files)
        return status == ExitStatus.success ? ExitStatus.usage : status
    }

    /// Shows the problems of a request's workflows, and gives the exit status.
    func show(
        _ diagnostics: [Diagnostic],
        of request: RunRequest,
        files: [SourceFile]
    ) -> Int32 {
        let text = diagnosticText(request, files: files)
        console.write(text.text(diagnostics, style: style(for: console)))
        let isInvalid = diagnostics.contains { $0.severity == .error }
        return isInvalid ? ExitStatus.invalid : ExitStatus.success
    }

    /// What shows diagnostics of a request's files.
    func diagnosticText(_ request: RunRequest? = nil, files: [SourceFile] = []) -> DiagnosticText {
        // The lines of a commit's files are not those on disk.
        if case .commit = request?.source {
            return DiagnosticText(folders: [], files: files)
        }
        return DiagnosticText(
            folders: ["."] + [request?.projectRoot].compactMap(\.self),
            files: files
        )
    }

    /// What shows the events of a run.
    func reporter(_ options: ReportOptions, _ request: RunRequest) -> any Reporter {
        if options.isJSON {
            return JSONReporter(output: output, console: console)
        }
        let mode = ConsoleReporter.mode(
            isTerminal: console.isTerminal,
            environment: machine.environment,
            isVerbose: options.verbose,
            isQuiet: options.quiet
        )
        return ConsoleReporter(
            port: console,
            mode: mode,
            style: style(for: console),
            diagnostics: diagnosticText(request)
        )
    }
}
