import Diagnostics
import Planning
import RunEvents
import Workflows
import Workspaces

/// Fetches what a list of steps needs of other repositories, and what the actions found there need.
///
/// All of one level are fetched at the same time. Actions of the workspace are looked at when their
/// turn comes: before the first step their files are not there.
/// Source: actions/runner `ActionManager.PrepareActionsAsync`
struct ActionPreparation: Sendable {
    /// What actions are run as.
    let catalog: ActionCatalog
    /// The key of the job, in events.
    let job: String
    /// The step they are fetched for; nil for the job itself.
    let step: String?
    /// Whether the conditions of the steps hold.
    var areReached = false
    /// Where events go.
    let sink: EventSink

    /// Why an action is not to be had.
    struct Failure: Error {
        /// Why.
        let reason: RepositoryFailure
        /// Where the workflow or the action names it.
        let span: SourceSpan
    }

    /// An action that is needed.
    private struct Need: Hashable {
        let reference: Located<ActionReference>
        /// Whether its step has no condition that could keep it from running.
        let isCertain: Bool
    }

    /// Fetches everything, or as much as there is before a failure.
    ///
    /// What cannot be fetched here, for want of a network for example, is passed over where a
    /// condition may keep its step from running; it is asked for again when the step is reached.
    func fetch(for steps: [Step], depth: Int = 0) async throws(Failure) {
        var needs = Self.needs(of: steps, areReached: areReached)
        var fetched: Set<ActionReference> = []
        var hasBegun = false
        var level = depth
        // What is deeper than GitHub's limit in the workspace is refused when its turn comes.
        while !needs.isEmpty, level <= StepRunner.depthLimit {
            var seen: Set<ActionReference> = []
            needs = needs.filter { seen.insert($0.reference.value).inserted }
            // An action inside of itself is on every level, and so comes to the limit.
            let new = needs.filter { fetched.insert($0.reference.value).inserted }
            let remote = new.filter { need in
                switch catalog.resolve(need.reference.value) {
                case .remote: true
                // The log of a job names all that it uses.
                case .fetched: step == nil
                default: false
                }
            }
            if !remote.isEmpty, !hasBegun {
                hasBegun = true
                if step == nil { await say("Prepare all required actions") }
                await say("Getting action download info")
            }
            try refuseClosedDown(needs)
            try await fetch(remote)
            try refuseClosedDown(needs)
            try await check(remote)
            if level == StepRunner.depthLimit, step == nil { try refuse(deeperThan: needs) }
            needs = needs.flatMap(inner)
            level += 1
        }
    }

    /// Fetches the repositories of one level, each once, and says so in the order of the steps.
    private func fetch(_ needs: [Need]) async throws(Failure) {
        var tasks: [(need: Need, task: Task<StoredRepository, any Error>)] = []
        var seen: Set<String> = []
        for need in needs {
            guard let (name, ref) = repository(of: need.reference.value),
                seen.insert("\(name)".lowercased() + "@" + ref).inserted,
                let store = catalog.repositories
            else { continue }
            tasks.append((need, Task { try await store.fetch(name, ref: ref) }))
        }
        var failure: Failure?
        for (need, task) in tasks {
            let result = await withTaskCancellationHandler {
                await task.result
            } onCancel: {
                task.cancel()
            }
            switch result {
            case .success(let repository):
                catalog.fetched.note(repository)
                await report(repository)
            case .failure(let error):
                let reason = RepositoryFailure(error)
                guard failure == nil, need.isCertain || reason.cause == .workflow else {
                    if failure == nil { await passOver(need, reason) }
                    continue
                }
                failure = Failure(reason: reason, span: need.reference.span)
                tasks.forEach { $0.task.cancel() }
            }
        }
        if let failure { throw failure }
    }

    /// Says that nobody looked at an action whose step may be skipped: on GitHub the job would have
    /// failed if it is not there.
    private func passOver(_ need: Need, _ failure: RepositoryFailure) async {
        guard !Task.isCancelled else { return }
        await sink.send(
            .notHonoured(
                NotHonoured(
                    subject: "action `\(need.reference.value)`",
                    reason: "it was not looked at, as its step may be skipped, and GitHub fetches "
                        + "every action before the first step: \(failure.description)",
                    job: job,
                    span: need.reference.span
                )
            )
        )
    }

    /// Refuses versions that GitHub has closed down, also of steps that may be skipped.
    ///
    /// What a commit's version is, its files tell once they are here.
    private func refuseClosedDown(_ needs: [Need]) throws(Failure) {
        for need in needs {
            var packaged: String?
            switch catalog.resolve(need.reference.value) {
            case .remote: break
            case .fetched(let repository, _): packaged = repository.packageVersion
            default: continue
            }
            let reference = need.reference.value
            if let text = ClosedDownVersion.refusal(of: reference, packaged: packaged) {
                throw Failure(reason: .closedDown(text), span: need.reference.span)
            }
        }
    }

    /// Refuses actions that their repositories do not have, and those that cannot be read.
    private func check(_ needs: [Need]) async throws(Failure) {
        for need in needs {
            let reference = need.reference.value
            guard let folder = catalog.folder(of: reference) else { continue }
            do {
                _ = try ActionFolder(path: folder, reference: reference).manifest(isFetched: true)
            } catch {
                for diagnostic in error.diagnostics { await sink.send(.diagnostic(diagnostic)) }
                let reason = RepositoryFailure(ofAction: "\(reference)", error)
                throw Failure(reason: reason, span: need.reference.span)
            }
        }
    }

    /// Refuses composite actions that are inside of as many as may be.
    private func refuse(deeperThan needs: [Need]) throws(Failure) {
        guard let need = needs.first(where: { steps(of: $0)?.isEmpty == false }) else { return }
        throw Failure(reason: .tooDeep, span: need.reference.span)
    }

    private func repository(of reference: ActionReference) -> (RepositoryName, String)? {
        switch catalog.resolve(reference) {
        case .remote(let name, let ref): (name, ref)
        case .fetched(let repository, _): (repository.name, repository.ref)
        default: nil
        }
    }

    /// What an action that is here needs itself.
    private func inner(_ need: Need) -> [Need] {
        Self.needs(of: steps(of: need) ?? [], isCertain: need.isCertain)
    }

    /// The steps of a composite action that is here; nil for any other.
    private func steps(of need: Need) -> [Step]? {
        let reference = need.reference.value
        guard let path = catalog.folder(of: reference),
            let manifest = try? ActionFolder(path: path, reference: reference).manifest(),
            case .composite(let steps) = manifest.runs
        else { return nil }
        return steps
    }

    /// The actions of steps; `areReached` tells that their conditions hold.
    private static func needs(
        of steps: [Step],
        isCertain: Bool = true,
        areReached: Bool = false
    ) -> [Need] {
        steps.flatMap { step -> [Need] in
            let isCertain = areReached || isCertain && step.condition == nil
            switch step.kind {
            case .uses(let uses):
                return [Need(reference: uses.reference, isCertain: isCertain)]
            case .parallel(let inner):
                return needs(of: inner, isCertain: isCertain, areReached: areReached)
            default:
                return []
            }
        }
    }

    private func report(_ repository: StoredRepository) async {
        let action = "\(repository.name)@\(repository.ref)"
        await say("Download action repository '\(action)' (SHA:\(repository.commit))")
        if let old = repository.movedFrom {
            await say("The tag of '\(action)' was moved: it named \(old) before", .warning)
        }
        for happening in repository.happenings { await sink.send(happening) }
    }

    private func say(_ text: String, _ kind: LogLines.Kind = .output) async {
        await sink.send(.log(LogLines(job: job, step: step, kind: kind, text: text)))
    }
}
