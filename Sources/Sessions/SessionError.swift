import Diagnostics
import RunEvents
import Workspaces

/// Why there is no answer to a request.
package enum SessionError: Error, Sendable, Hashable {
    /// Neither the folder nor one above it holds workflows.
    case noWorkflows(folder: String)
    /// The folder that was named for the workflows, by `-W` or as the workflow, holds none.
    case noWorkflowFiles(folder: String)
    /// The commit that was asked for has no workflow at the path.
    case notInCommit(path: String, commit: String)
    /// A folder has no file that can be checked.
    case nothingToCheck(folder: String)
    /// No workflow has the path, file stem or name that was asked for.
    case unknownWorkflow(String, known: [String])
    /// The workflow has no job of that id.
    case unknownJob(String, workflow: String, known: [String])
    /// None of several workflows has a job of that id.
    case jobNowhere(String, known: [String])
    /// The job has no step of that id, number or name.
    case unknownStep(String, job: String, known: [String])
    /// Several steps of the job have that name.
    case severalSteps(String, job: String, keys: [String])
    /// No matrix has a key that was asked for; the reason names both.
    case unknownMatrixKey(reason: String)
    /// Inputs were given to an event that has none.
    case inputsNotTaken(event: String)
    /// GitHub has no event of that name.
    case unknownEvent(String, known: [String])
    /// The event has no activity of that name.
    case unknownActivity(String, event: String, known: [String])
    /// Git refuses the name of a ref.
    case badRef(String)
    /// The ref is that of a pull request, and the event is about none.
    case pullRequestRef(String, event: String)
    /// No workflow has the event.
    case nothingForEvent(String, known: [String])
    /// The filters of all workflows that have the event keep it from starting them; the activities
    /// are those that some of them wait for.
    case nothingStarted(String, ref: String, workflows: [String], activities: [String] = [])
    /// The workflow is not started by the event that was asked for.
    case eventNotInWorkflow(String, workflow: String, known: [String])
    /// The workflow has several events and none of them is `push`.
    case eventNeeded(workflow: String, known: [String])
    /// A file that was named cannot be read.
    case unreadable(path: String, reason: String)
    /// A file with values, such as `.secrets`, cannot be read; the reason names it.
    case input(reason: String)
    /// The event's file is not a JSON object.
    case badEventFile(path: String, reason: String)
    /// There is no workflow key of that path which takes expressions.
    case unknownKey(String, known: [String])
    /// A file with contexts is not a JSON object.
    case badContexts(path: String, reason: String)
    /// There are no contexts of the earlier run that was asked for.
    case earlierRun(EarlierRunError)
    /// The repository has no commit of that name.
    case unknownCommit(reason: String)
    /// The repository could not be read.
    case repository(reason: String)
    /// A file of the project could not be copied to the cache folder.
    case cacheUnwritable(folder: String, path: String, reason: String)
    /// The program's own `actlocal-init` is not where it should be.
    case initMissing

    /// What is wrong, in one sentence.
    package var message: String {
        switch self {
        case .noWorkflows(let folder):
            "neither `\(folder)` nor a folder above it has a `.github/workflows`"
        case .noWorkflowFiles(let folder):
            "the folder `\(folder)` has no file that ends in `.yml` or `.yaml`"
        case .notInCommit(let path, let commit):
            "the commit \(commit.prefix(7)) has no workflow at `\(path)`"
        case .nothingToCheck(let folder):
            "`\(folder)` has no workflow, no `action.yml` and no `.github/dependabot.yml`"
        case .unknownWorkflow(let name, _): "no workflow is called `\(name)`"
        case .unknownJob(let id, let workflow, _): "`\(workflow)` has no job `\(id)`"
        case .jobNowhere(let id, _): "none of the workflows has a job `\(id)`"
        case .unknownStep(let name, let job, _): "job `\(job)` has no step `\(name)`"
        case .severalSteps(let name, let job, let keys):
            "\(keys.count) steps of job `\(job)` are called `\(name)`"
        case .inputsNotTaken(let event): "the event `\(event)` takes no inputs"
        case .unknownEvent(let name, _): "GitHub has no event `\(name)`"
        case .unknownActivity(let name, let event, _): "`\(event)` has no activity `\(name)`"
        case .badRef(let name): "`\(name)` cannot be the name of a branch or tag"
        case .pullRequestRef(let ref, let event): "`\(event)` is never about `\(ref)`"
        case .nothingForEvent(let event, _): "no workflow is started by `\(event)`"
        case .nothingStarted(let event, let ref, let workflows, _):
            "`\(event)` of `\(ref)` starts "
                + (workflows.count == 1 ? "no workflow" : "none of \(workflows.count) workflows")
        case .eventNotInWorkflow(let event, let workflow, _):
            "`\(workflow)` is not started by `\(event)`"
        case .eventNeeded(let workflow, _):
            "`\(workflow)` is started by several events, and `push` is none of them"
        case .unreadable(let path, let reason): "cannot read `\(path)`: \(reason)"
        case .badEventFile(let path, let reason): "`\(path)` is not an event: \(reason)"
        case .unknownKey(let key, _): "no key of a workflow that takes expressions is `\(key)`"
        case .badContexts(let path, let reason): "`\(path)` holds no contexts: \(reason)"
        case .earlierRun(let error): error.message
        case .repository(let reason), .unknownCommit(let reason), .input(let reason),
            .unknownMatrixKey(let reason):
            reason
        case .cacheUnwritable(let folder, let path, let reason):
            "cannot copy `\(path)` to the cache folder `\(folder)`: \(reason)"
        case .initMissing:
            "`actlocal-init` is neither beside `actlocal` nor in `../libexec/actlocal`"
        }
    }

    /// What to do next, when there is something to suggest.
    package var help: String? {
        switch self {
        case .noWorkflows: "run it in a repository with workflows, or name one with `-C FOLDER`"
        case .noWorkflowFiles: "name a workflow's file, or a folder with such files in it"
        case .notInCommit: "commit it, or leave `--commit` out to take the working tree's"
        case .nothingToCheck: "name the files or folders to check, or a project with `-C FOLDER`"
        case .unknownWorkflow(let name, let known), .unknownKey(let name, let known):
            Self.suggestion(name, known)
        case .unknownJob(let id, _, let known), .jobNowhere(let id, let known),
            .unknownStep(let id, _, let known):
            Self.suggestion(id, known)
        case .severalSteps(_, _, let keys):
            "name one by its number: " + keys.map { "`--step \($0)`" }.joined(separator: ", ")
        case .inputsNotTaken:
            "leave `--input` and `--input-file` out, or run for `--event workflow_dispatch`"
        case .unknownEvent(let name, let known), .unknownActivity(let name, _, let known):
            Self.suggestion(name, known)
        case .badRef: "write it like `main`, `refs/heads/main` or `refs/tags/v1`"
        case .pullRequestRef: "add `--event pull_request`"
        case .nothingForEvent(_, let known):
            known.isEmpty
                ? "name a workflow" : "name one with `--event`: " + Self.list(known)
        case .nothingStarted(let event, _, let workflows, let activities):
            "name a workflow to run it all the same: " + Self.list(workflows)
                + (activities.isEmpty
                    ? ""
                    : "; or an activity: "
                        + Self.list(activities.map { "--event \(event).\($0)" }))
        case .eventNotInWorkflow(_, _, let known), .eventNeeded(_, let known):
            "name one with `--event`: " + Self.list(known)
        case .unknownMatrixKey: "`actlocal plan` without `--matrix` shows the legs there are"
        case .unreadable, .repository, .unknownCommit, .input: nil
        case .badEventFile: "it must hold one JSON object, as `$GITHUB_EVENT_PATH` does"
        case .badContexts: "write one JSON object, such as `{\"github\": {\"ref\": \"x\"}}`"
        case .earlierRun(let error): error.help
        case .cacheUnwritable:
            "make room there, or set `XDG_CACHE_HOME` to a folder on another disk"
        case .initMissing: "install both programs from one build, or set `ACTLOCAL_INIT`"
        }
    }

    /// The process's exit status.
    package var exitStatus: Int32 {
        switch self {
        case .noWorkflows, .noWorkflowFiles, .notInCommit, .nothingToCheck, .unknownWorkflow,
            .unknownJob, .jobNowhere, .unknownStep, .severalSteps, .unknownCommit,
            .unknownMatrixKey, .nothingForEvent, .nothingStarted, .eventNotInWorkflow,
            .eventNeeded, .earlierRun:
            ExitStatus.notRun
        case .unknownEvent, .unknownActivity, .badRef, .pullRequestRef, .unreadable, .badEventFile,
            .badContexts, .unknownKey, .input, .inputsNotTaken:
            ExitStatus.usage
        case .repository, .cacheUnwritable, .initMissing: ExitStatus.unavailable
        }
    }

    /// What kept git from telling what it was asked.
    static func git(_ error: any Error) -> SessionError {
        if case .unknownRevision = error as? GitError { return .unknownCommit(reason: "\(error)") }
        return .repository(reason: "\(error)")
    }

    private static func suggestion(_ name: String, _ known: [String]) -> String {
        // A number is one edit from every other.
        let isWord = name.contains { !$0.isNumber }
        if isWord, let nearest = NearestMatch.nearest(to: name, in: known) {
            return "did you mean `\(nearest)`?"
        }
        guard !known.isEmpty else { return "there is none at all" }
        return "there is " + list(known)
    }

    /// Names in the order given, each once.
    private static func list(_ names: [String]) -> String {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }.map { "`\($0)`" }
            .joined(separator: ", ")
    }
}
