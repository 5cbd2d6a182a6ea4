import Diagnostics
import Workflows

extension Project {
    /// The most jobs that a workflow and the files it calls may have together.
    ///
    /// GitHub's own limit is not told; this one keeps calls that fan out within bounds.
    private static let jobLimit = 5_000

    /// A document with the files its jobs call, read and checked.
    func withCalls(_ document: Document, _ configuration: ProjectConfiguration) -> Document {
        guard let workflow = document.workflow, workflow.jobs.contains(where: \.isCall) else {
            return document
        }
        var limits = CallLimits()
        limits.jobs = Self.jobLimit
        let (called, problems) = ReusableCalls.read(from: workflow, limits: limits) {
            reference,
            caller in
            file(of: reference, calledFrom: caller, configuration)
        }
        var document = document
        document.called = called
        document.diagnostics += problems
        return document
    }

    /// What is to be had of a called file.
    ///
    /// A file that a local folder stands for calls its own neighbours in that folder.
    private func file(
        of reference: WorkflowReference,
        calledFrom caller: Workflow,
        _ configuration: ProjectConfiguration
    ) -> CalledFile {
        switch reference {
        case .local(let path):
            guard
                case .repository(let owner, let name, _, let ref) = WorkflowReference(
                    parsing: caller.file
                )
            else { return own(path) }
            let neighbour = WorkflowReference.repository(
                owner: owner,
                name: name,
                path: path,
                ref: ref
            )
            return file(of: neighbour, calledFrom: caller, configuration)
        case .repository(let owner, let name, let path, let ref):
            let repository = "\(owner)/\(name)"
            guard let folder = configuration.folder(for: repository, ref: ref) else {
                return .unavailable(
                    reason: "workflows of other repositories are not fetched yet; name a local "
                        + "folder for `\(repository)` under `actions:` in `.actlocal.yml`"
                )
            }
            let file = PathText.absolute(folder, from: root) + "/" + path
            do {
                return .found(try SourceFile.read(file, shownAs: "\(reference)"))
            } catch {
                return .missing(help: error.description)
            }
        }
    }

    private func own(_ path: String) -> CalledFile {
        do {
            return .found(try read(path))
        } catch {
            let nearest = NearestMatch.nearest(to: path, in: files)
            return .missing(help: nearest.map { "did you mean `./\($0)`?" } ?? error.description)
        }
    }
}

extension ProjectConfiguration {
    /// The folder that stands for a whole repository at a ref; that of the ref comes first.
    fileprivate func folder(for repository: String, ref: String) -> String? {
        for wanted in ["\(repository)@\(ref)", repository] {
            let pattern = actions.keys.sorted().first { $0.lowercased() == wanted.lowercased() }
            if let pattern, let folder = actions[pattern] { return folder.value }
        }
        return nil
    }
}

extension Selection {
    /// The same with the files that the chosen workflows call.
    func withCalls(_ project: Project, _ configuration: ProjectConfiguration) -> Selection {
        Selection(
            chosen: chosen.map { $0.withCalls(project, configuration) },
            leftOut: leftOut,
            neighbours: neighbours,
            revision: revision
        )
    }
}

extension Selection.Chosen {
    /// This workflow with the files it calls.
    func withCalls(_ project: Project, _ configuration: ProjectConfiguration) -> Selection.Chosen {
        Selection.Chosen(
            document: project.withCalls(document, configuration),
            event: event,
            verdict: verdict
        )
    }
}
