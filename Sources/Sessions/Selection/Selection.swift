import Diagnostics
import Planning
import RunEvents
import Workflows

/// The workflows that a request is about, each with its event, and those its event leaves out.
struct Selection: Sendable {
    /// A workflow that is to run.
    struct Chosen: Sendable {
        /// The workflow file.
        let document: Project.Document
        /// The event that starts it.
        let event: Event
        /// What its filters say of the event; a workflow that was named runs whatever they say.
        let verdict: FilterVerdict

        /// The jobs that run; none when the workflow has none of those asked for.
        func selection(_ request: RunRequest) -> JobSelection {
            guard let workflow = document.workflow else { return .all }
            guard !request.jobs.isEmpty else { return .all }
            let paths = request.jobs.filter { alternatives(toJob: $0) == nil }
            guard !paths.isEmpty else { return .none }
            return JobSelection(paths: paths, of: workflow, called: document.called)
        }

        /// The jobs there are where a path leads to none; nil when it leads to one.
        func alternatives(toJob path: String) -> [String]? {
            document.workflow.flatMap {
                JobSelection.alternatives(to: path, in: $0, called: document.called)
            }
        }

        /// What to say of filters that would have kept the event from starting it.
        var overruledFilter: NotHonoured? {
            guard let refusal = verdict.refusal else { return nil }
            let isTagOnly = event.name == "push" && refusal.filter == .tags
            let hint = isTagOnly ? "; for a tag add `--ref refs/tags/NAME`" : ""
            return NotHonoured(
                subject: "`\(refusal.filter.rawValue)` of `\(event.name)`",
                reason: "\(refusal.reason); it runs because it was asked for by name\(hint)",
                span: refusal.span
            )
        }
    }

    /// A workflow that the event would start if its filters let it.
    struct LeftOut: Sendable {
        /// The workflow file.
        let document: Project.Document
        /// The event.
        let event: Event
        /// What the filters say.
        let verdict: FilterVerdict

        /// The activities it waits for, where it is its types that say no.
        var activities: [String] {
            guard verdict.refusal?.filter == .types else { return [] }
            let trigger = document.workflow?.on.trigger(event.name)
            return trigger?.types?.map(\.value) ?? []
        }

        /// What a report says of it.
        var notStarted: WorkflowNotStarted {
            WorkflowNotStarted(
                workflow: document.name,
                file: document.path,
                event: event.name,
                filter: verdict.refusal?.filter.rawValue ?? "",
                reason: verdict.refusal?.reason ?? "",
                span: verdict.refusal?.span
            )
        }
    }

    /// What runs, broken files that were asked for included.
    let chosen: [Chosen]
    /// What does not, in the order of the files.
    let leftOut: [LeftOut]
    /// Warnings of broken files that were not asked for.
    let neighbours: [Diagnostic]
    /// The state the run stands for.
    let revision: Revision

    /// The chosen workflows, all sound, that have jobs which are asked for.
    ///
    /// - Throws: `SessionError.unknownJob`, `.jobNowhere`, `.inputsNotTaken`, `.nothingStarted`.
    func narrowed(to request: RunRequest) throws(SessionError) -> [Chosen] {
        let sound = chosen.filter { !$0.document.isBroken }
        if sound.isEmpty, let first = leftOut.first {
            throw .nothingStarted(
                first.event.name,
                ref: first.event.ref,
                workflows: leftOut.map(\.document.stem),
                activities: leftOut.flatMap(\.activities)
            )
        }
        for id in request.jobs {
            let alternatives = sound.map { $0.alternatives(toJob: id) }
            guard alternatives.allSatisfy({ $0 != nil }) else { continue }
            let known = alternatives.compactMap(\.self).flatMap(\.self)
            if sound.count == 1, let only = sound.first {
                throw .unknownJob(id, workflow: only.document.stem, known: known)
            }
            throw .jobNowhere(id, known: known)
        }
        let narrowed = sound.filter { !$0.selection(request).isEmpty }
        if request.hasInputOptions, let first = narrowed.first,
            !narrowed.contains(where: { chosen in
                chosen.document.workflow.flatMap {
                    DispatchInputs.definitions($0, event: chosen.event.name)
                } != nil
            })
        {
            throw .inputsNotTaken(event: first.event.name)
        }
        return narrowed
    }
}
