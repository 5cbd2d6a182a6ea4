import Diagnostics
import Execution
import Expressions
import RunEvents
import Workflows
import Workspaces

/// What all workflows of a run share: the repository, the values, the substitutes.
struct Preparation: Sendable {
    /// What was asked for.
    let request: RunRequest
    /// The folder with the workflows.
    let project: Project
    /// What `.actlocal.yml` sets.
    let configuration: ProjectConfiguration
    /// The commit the run stands for.
    let revision: Revision
    /// Secrets, variables, inputs and environment.
    let values: RunValues
    /// What actions are replaced by.
    let actions: ActionCatalog
    /// What labels and image names are replaced by.
    let images: RunnerImages
    /// A bundle of certificate authorities for the jobs; nil for none.
    let certificates: String?
    /// How many commits the checkout's history has; 0 for all.
    let fetchDepth: Int
    /// Files that the run may read secrets from, as far as they lie below the project's folder.
    let secretFiles: Set<String>

    /// What git says of the project.
    var repository: GitRepository { revision.repository }

    /// Gathers it.
    static func make(
        _ request: RunRequest,
        project: Project,
        configuration: ProjectConfiguration,
        store: RepositoryStore,
        called: [StoredRepository],
        revision: Revision,
        chosen: [Selection.Chosen],
        report: RunReport
    ) async throws(SetupError) -> Preparation {
        let values: RunValues
        do {
            values = try RunValues(
                request,
                configuration,
                root: project.root,
                runID: report.id
            )
        } catch {
            throw SetupError(.input(reason: error.description))
        }
        await report.send(values.diagnostics)
        if let error = values.diagnostics.first(where: { $0.severity == .error }) {
            throw SetupError(error, exitStatus: ExitStatus.invalid)
        }
        if let unasked = values.unaskedReport { await report.send(.substitution(unasked)) }
        let actions = ActionCatalog(
            substitutes: substitutes(configuration, request, root: project.root),
            repositories: store
        )
        for repository in called {
            actions.fetched.note(repository)
            for happening in repository.happenings { await report.send(happening) }
        }
        let secretFiles = Self.secretFiles(configuration, request, root: project.root)
        await report.send(await committed(secretFiles, in: revision.repository))
        return Preparation(
            request: request,
            project: project,
            configuration: configuration,
            revision: revision,
            values: values,
            actions: actions,
            images: RunnerImages(request, configuration),
            certificates: certificates(configuration, request, root: project.root),
            fetchDepth: fetchDepth(chosen),
            secretFiles: secretFiles
        )
    }

    private static func substitutes(
        _ configuration: ProjectConfiguration,
        _ request: RunRequest,
        root: String
    ) -> [ActionCatalog.Substitute] {
        let typed = request.localRepositories.map { pattern, folder in
            ActionCatalog.Substitute(
                pattern: pattern,
                folder: folder,
                source: "--local-repository"
            )
        }
        return typed
            + configuration.actions.map { pattern, folder in
                ActionCatalog.Substitute(
                    pattern: pattern,
                    folder: PathText.absolute(folder.value, from: root)
                )
            }
    }

    /// The authorities that jobs are given: those set, else the host's where it has its own.
    private static func certificates(
        _ configuration: ProjectConfiguration,
        _ request: RunRequest,
        root: String
    ) -> String? {
        let environment = request.machine.environment
        let variables = ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"]
        let own = variables.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        switch configuration.certificates {
        case .nothing: return nil
        case .file(let path): return PathText.absolute(path, from: root)
        case .host: return own ?? "/etc/ssl/certs/ca-certificates.crt"
        case nil: return own
        }
    }

    /// The deepest history that a checkout of the workflows asks for.
    private static func fetchDepth(_ chosen: [Selection.Chosen]) -> Int {
        var deepest = 1
        let called = chosen.flatMap(\.document.called.workflows)
        for step in (chosen.compactMap(\.document.workflow) + called).flatMap(\.allSteps) {
            guard case .uses(let uses) = step.kind,
                let with = uses.with, case .mapping(let entries) = with.content
            else { continue }
            for entry in entries {
                guard case .literal(let key) = entry.key else { continue }
                let value = try? entry.value.evaluate(in: EvaluationContext())
                switch key.lowercased() {
                case "fetch-depth":
                    // What is known only in the job may ask for everything.
                    let asked = value.map { depth($0.asNumber) } ?? 0
                    if asked == 0 { return 0 }
                    deepest = max(deepest, asked)
                case "fetch-tags" where value?.asString.lowercased() != "false": return 0
                default: continue
                }
            }
        }
        return deepest
    }

    /// A depth as git takes it, from any number that may be written; 0 means all commits.
    private static func depth(_ number: Double) -> Int {
        number.isNaN ? 0 : Int(max(0, min(number, 1_000_000)))
    }
}

extension Workflow {
    /// The steps of all jobs, those of groups behind their group.
    fileprivate var allSteps: [Step] {
        jobs.flatMap { job -> [Step] in
            if case .steps(let work) = job.kind { work.allSteps } else { [] }
        }
    }
}

extension RunnerImages {
    /// The images that a request and the project's configuration choose.
    init(_ request: RunRequest, _ configuration: ProjectConfiguration) {
        self.init([
            ("-P", request.images), (".actlocal.yml", configuration.images.mapValues(\.value)),
        ])
    }
}
