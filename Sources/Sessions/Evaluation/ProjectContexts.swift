import Diagnostics
import Execution
import Expressions
import Planning
import Workflows
import Workspaces

/// The contexts of a project, as far as they are known before anything runs.
struct ProjectContexts {
    /// The contexts by lower-case name.
    var values: [String: ExpressionValue] = [
        "steps": .object([]), "jobs": .object([]), "job": ["status": "success"],
    ]
    /// What is to say when an expression names a context, by lower-case name.
    var remarks: [String: String] = [
        "steps": "`steps` is empty: no step has run",
        "jobs": "`jobs` is empty: no job has run",
        "job": "of `job` only the status is known before a run",
        "needs": "`needs` is empty: name a job with `--job`",
        "matrix": "`matrix` is empty: name a job with `--job`",
        "strategy": "`strategy` is empty: name a job with `--job`",
    ]
    /// What must not be shown.
    let masks = SecretMasks()
    /// What is wrong with the files that were read.
    var diagnostics: [Diagnostic] = []
    /// The texts that diagnostics are about.
    var sources: [SourceFile] = []
    /// The files that the workflow calls.
    private(set) var called = CalledWorkflows()

    /// Reads what a request names, and what one step of its job sees.
    static func gather(
        _ request: RunRequest,
        step: String? = nil
    ) async throws(SessionError) -> ProjectContexts {
        var contexts = ProjectContexts()
        let project = try await project(request)
        let selected = try await project?.chosenForEvaluation(request)
        let (configuration, problems) = project?.configuration() ?? (ProjectConfiguration(), [])
        var chosen = selected?.chosen
        if let project {
            let places = CallPlaces.withoutFetching(request, configuration, root: project.root)
            chosen = chosen?.withCalls(project, places)
        }
        contexts.add(chosen)
        contexts.diagnostics += problems
        let made = try await event(of: selected, project, request)
        let values: RunValues
        do throws(InputError) {
            let root = project?.root ?? request.projectRoot
            values = try RunValues(request, configuration, root: root, runID: "")
        } catch {
            throw .input(reason: error.description)
        }
        contexts.add(values, repository: made.revision.repository)
        let workflow = chosen?.document.workflow
        let started = StartedWorkflow(
            workflow,
            event: made.event,
            revision: made.revision,
            values: values,
            runNumber: 1
        )
        contexts.values["github"] = .object(started.github)
        let secrets = values.secrets(for: started.event)
        contexts.values["secrets"] = .object(secrets.map { ($0.name, .string($0.value)) })
        contexts.add(started.inputs, of: started.event)
        try contexts.add(workflow, request, step: step, environment: values.environment)
        return contexts
    }

    /// The event that is meant, and the state it is about.
    private static func event(
        of selected: (chosen: Selection.Chosen, revision: Revision)?,
        _ project: Project?,
        _ request: RunRequest
    ) async throws(SessionError) -> (event: Event, revision: Revision) {
        if let selected { return (selected.chosen.event, selected.revision) }
        let name = request.event ?? "push"
        let maker = try await EventMaker(
            request,
            revision: revision(of: project, request),
            events: [name]
        )
        return (maker.event(name, for: nil, types: []), maker.revision)
    }

    /// The project of a request; nil where there are no workflows and none was asked for.
    private static func project(_ request: RunRequest) async throws(SessionError) -> Project? {
        do {
            return try await Project.open(request)
        } catch {
            guard case .noWorkflows = error, request.workflow == nil, request.jobs.isEmpty else {
                throw error
            }
            return nil
        }
    }

    private static func revision(
        of project: Project?,
        _ request: RunRequest
    ) async throws(SessionError) -> Revision {
        if let project { return try await project.currentRevision(request) }
        return Revision(headOf: try await Revision.repository(at: request.projectRoot, request))
    }

    private mutating func add(_ chosen: Selection.Chosen?) {
        guard let document = chosen?.document else { return }
        diagnostics += document.diagnostics.filter { $0.severity == .error }
        sources += document.sources
        called = document.called
    }

    private mutating func add(_ given: RunValues, repository: GitRepository) {
        diagnostics += given.diagnostics
        for secret in given.secrets { masks.addSecret(secret.value) }
        masks.addToken(given.token)
        values["vars"] = given.variables
        values["secrets"] = .object(given.secrets.map { ($0.name, .string($0.value)) })
        let paths = JobPaths.runner(repositoryName: repository.name)
        values["runner"] = [
            "name": "actlocal", "os": "Linux", "arch": .string(Self.architecture),
            "temp": .string(paths.expressionTemp), "environment": "github-hosted",
            "tool_cache": .string(paths.expressionToolCache),
            "workspace": .string(paths.runnerWorkspace),
        ]
        remarks["runner"] = "`runner` is that of a job in a container of this machine's kind"
    }

    private mutating func add(_ inputs: DispatchInputs, of event: Event) {
        diagnostics += inputs.diagnostics + inputs.refusals
        values["inputs"] = inputs.context
        if inputs.context == .object([]) {
            remarks["inputs"] = "`inputs` is empty: `\(event.name)` has none here"
        }
    }

    private static var architecture: String {
        #if arch(arm64)
            "ARM64"
        #else
            "X64"
        #endif
    }
}
