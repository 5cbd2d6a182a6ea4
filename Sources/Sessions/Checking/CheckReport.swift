package import Diagnostics
import Workflows

/// What is wrong with files, found without running anything.
package struct CheckReport: Sendable {
    /// Everything wrong, in the order of the files and of the places in them.
    package let diagnostics: [Diagnostic]
    /// The files that were read, in the order they were asked for.
    package let sources: [SourceFile]

    /// How many diagnostics have a severity.
    package func count(_ severity: Severity) -> Int {
        diagnostics.count { $0.severity == severity }
    }

    /// How many files have errors.
    package var brokenFiles: Int {
        Set(diagnostics.filter { $0.severity == .error }.map { $0.span?.file }).count
    }

    /// The same without what is no error.
    package var errorsOnly: CheckReport {
        CheckReport(
            diagnostics: diagnostics.filter { $0.severity == .error },
            sources: sources
        )
    }

    /// Reads and checks the files of a request; a broken one hides nothing of its neighbours.
    ///
    /// - Throws: `SessionError.unreadable` for a named file that is not there,
    ///   `.nothingToCheck`, `.repository`.
    package static func make(_ request: CheckRequest) async throws(SessionError) -> CheckReport {
        let files = try await CheckedFiles.find(request)
        var repositories = CheckedRepositories(
            projectRoot: request.projectRoot,
            machine: request.machine
        )
        let places = files.map { (file: $0, repository: repositories.repository(of: $0)) }
        let checked = await places.mapped(byThreads: request.machine.cores) {
            check($0.file, in: $0.repository, request.machine)
        }
        return CheckReport(
            diagnostics: withoutRepeats(checked),
            sources: checked.compactMap(\.source)
        )
    }

    /// Each finding once: a called workflow is checked for each of its callers, and for itself.
    private static func withoutRepeats(_ checked: [Checked]) -> [Diagnostic] {
        var own: Set<Diagnostic> = []
        for file in checked {
            own.formUnion(file.diagnostics.filter { $0.span?.file == file.source?.path })
        }
        var seen: Set<Diagnostic> = []
        return checked.flatMap(\.diagnostics).filter { diagnostic in
            var bare = diagnostic
            bare.notes.removeAll { $0.hasPrefix(ReusableCalls.noteLead) }
            let isRepeat = bare.notes != diagnostic.notes && own.contains(bare)
            return !isRepeat && seen.insert(diagnostic).inserted
        }
    }

    /// What one file came to; without a source it could not be read, or is none that was meant.
    private struct Checked: Sendable {
        var source: SourceFile?
        var diagnostics: [Diagnostic] = []
    }

    private static func check(
        _ file: CheckedFiles.File,
        in repository: CheckedRepository,
        _ machine: MachineFacts
    ) -> Checked {
        do throws(InputError) {
            let source = try file.read()
            guard let kind = file.kind(source) else { return Checked() }
            let size = source.text.utf8.count
            let workers = Workers.threads(machine, file: size)
            return Checked(
                source: source,
                diagnostics: diagnostics(source, kind, repository, workers)
            )
        } catch {
            return Checked(diagnostics: [problem(error)])
        }
    }

    private static func diagnostics(
        _ source: SourceFile,
        _ kind: FileKind,
        _ repository: CheckedRepository,
        _ workers: Workers
    ) -> [Diagnostic] {
        switch kind {
        case .workflow:
            return workflowDiagnostics(source, repository, workers)
        case .action:
            let (manifest, problems) = ActionManifestParser.parse(source)
            guard let manifest else { return problems }
            let findings = WorkflowChecks.findings(
                in: manifest,
                of: source,
                surroundings: repository.surroundings
            )
            return (problems + findings).inOrderOfPlace
        case .dependabot:
            return DependabotParser.diagnostics(source)
        case .configuration:
            let (configuration, problems) = ProjectConfigurationParser.parse(source)
            guard let configuration else { return problems }
            let paths = ConfiguredPaths(configuration, source: source, root: repository.root)
            return problems + paths.diagnostics
        }
    }

    /// What is wrong with a workflow, and after it with the files of its repository that it calls.
    private static func workflowDiagnostics(
        _ source: SourceFile,
        _ repository: CheckedRepository,
        _ workers: Workers
    ) -> [Diagnostic] {
        var (workflow, problems) = WorkflowParser.parse(source, workers: workers)
        if let size = WorkflowParser.sizeProblem(of: source, severity: .error) {
            problems.insert(size, at: 0)
        }
        guard let workflow else { return problems }
        if let idle = StepsRefusal.problem(in: workflow, besides: problems) {
            problems.append(idle)
        }
        HeapRoom.keep(workflow, ofFile: source.text.utf8.count)
        let findings = WorkflowChecks.findings(
            in: workflow,
            of: source,
            surroundings: repository.surroundings,
            workers: workers
        )
        let containers = ContainerCheck.findings(in: workflow)
        let calls = ReusableCalls.read(from: workflow) { reference, caller in
            repository.calledFile(reference, from: caller)
        }.diagnostics
        let isOwn = { (diagnostic: Diagnostic) in diagnostic.span?.file == source.path }
        return (problems + findings + containers + calls.filter(isOwn)).inOrderOfPlace
            + calls.filter { !isOwn($0) }
    }

    private static func problem(_ error: InputError) -> Diagnostic {
        let path: String
        let code: DiagnosticCode
        switch error {
        case .unreadable(let unreadable, _): (path, code) = (unreadable, .project)
        case .leadsOutside(let link, _): (path, code) = (link, .project)
        case .notText(let unreadable): (path, code) = (unreadable, .invalidEncoding)
        }
        let span = SourceSpan(file: path, start: .start, end: .start)
        return Diagnostic(code, error.description, at: span)
    }
}
