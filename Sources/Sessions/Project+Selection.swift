import Diagnostics
import Planning
import Workflows

extension Project {
    /// What a request asks for, and what it leaves alone.
    struct Choice: Sendable {
        /// The workflows it asks for, broken ones among them.
        let chosen: [Chosen]
        /// Warnings of broken files it does not ask for.
        let neighbours: [Diagnostic]
    }

    /// A workflow that is to run, and the event that starts it.
    struct Chosen: Sendable {
        /// The workflow file.
        let document: Document
        /// The event that starts it.
        let event: String

        /// The ids of the jobs that run; none when the workflow has none of those asked for.
        func selection(_ request: RunRequest) -> Set<String> {
            guard let workflow = document.workflow else { return [] }
            guard !request.jobs.isEmpty else {
                return Set(workflow.jobs.map { $0.id.lowercased() })
            }
            let wanted = request.jobs.filter { workflow.job($0) != nil }
            return Set(NeedsGraph(workflow).closure(of: wanted))
        }
    }

    /// The chosen workflows, all sound, that have jobs which are asked for.
    ///
    /// - Throws: `SessionError.unknownJob`, `.jobNowhere`, `.inputsNotTaken`.
    static func narrow(
        _ chosen: [Chosen],
        to request: RunRequest
    ) throws(SessionError) -> [Chosen] {
        let workflows = chosen.compactMap(\.document.workflow)
        for id in request.jobs where !workflows.contains(where: { $0.job(id) != nil }) {
            let known = workflows.flatMap(\.jobs).map(\.id)
            if chosen.count == 1, let only = chosen.first {
                throw .unknownJob(id, workflow: only.document.stem, known: known)
            }
            throw .jobNowhere(id, known: known)
        }
        let narrowed = chosen.filter { !$0.selection(request).isEmpty }
        if request.hasInputOptions, let first = narrowed.first,
            !narrowed.contains(where: { chosen in
                chosen.document.workflow.flatMap {
                    DispatchInputs.definitions($0, event: chosen.event)
                } != nil
            })
        {
            throw .inputsNotTaken(event: first.event)
        }
        return narrowed
    }

    /// The workflows a request asks for.
    ///
    /// Broken files are among the chosen only where they were asked for; the caller reports them.
    func choose(_ request: RunRequest) throws(SessionError) -> Choice {
        let documents = files.map(document)
        let chosen = try choose(among: documents, request)
        let paths = Set(chosen.map(\.document.path))
        let others = documents.filter { $0.isBroken && !paths.contains($0.path) }
        return Choice(chosen: chosen, neighbours: others.map(Self.warning))
    }

    /// What is said of a broken file that is no part of a run.
    private static func warning(_ document: Document) -> Diagnostic {
        let first = document.diagnostics.first { $0.severity == .error }
        let start = SourceSpan(file: document.path, start: .start, end: .start)
        return Diagnostic(
            .project,
            severity: .warning,
            "this workflow is not valid and is left out",
            at: first?.span ?? start,
            notes: first.map { [$0.message] } ?? [],
            help: "`actlocal check` shows all that is wrong with it"
        )
    }

    private func choose(
        among documents: [Document],
        _ request: RunRequest
    ) throws(SessionError) -> [Chosen] {
        guard let name = request.workflow else {
            return try allStarted(by: request.event ?? "push", documents)
        }
        let found = matching(name, documents)
        guard !found.isEmpty else {
            throw .unknownWorkflow(name, known: documents.map(\.stem))
        }
        var chosen: [Chosen] = []
        for document in found {
            chosen.append(Chosen(document: document, event: try event(of: document, request)))
        }
        return chosen
    }

    private func allStarted(
        by event: String,
        _ documents: [Document]
    ) throws(SessionError) -> [Chosen] {
        let chosen = documents.filter { document in
            document.isBroken || document.workflow?.on.trigger(event) != nil
        }
        guard !chosen.isEmpty else { throw .nothingForEvent(event) }
        return chosen.map { Chosen(document: $0, event: event) }
    }

    /// By path (a folder means all in it), then by file stem, then by workflow name.
    private func matching(_ name: String, _ documents: [Document]) -> [Document] {
        let path = name.hasPrefix("./") ? String(name.dropFirst(2)) : name
        let folder = path.hasSuffix("/") ? path : path + "/"
        let rules: [(Document) -> Bool] = [
            { $0.path == path || "\(root)/\($0.path)" == path },
            { $0.path.hasPrefix(folder) || "\(root)/\($0.path)".hasPrefix(folder) },
            { $0.stem == path || $0.path.hasSuffix("/" + path) },
            { $0.workflow?.name?.value == path },
            { $0.stem.lowercased() == path.lowercased() },
            { $0.workflow?.name?.value.lowercased() == path.lowercased() },
        ]
        for rule in rules {
            let found = documents.filter(rule)
            if !found.isEmpty { return found }
        }
        return []
    }

    /// The event asked for; else `push` if the workflow has it, else its only one.
    private func event(
        of document: Document,
        _ request: RunRequest
    ) throws(SessionError) -> String {
        guard let workflow = document.workflow else { return request.event ?? "push" }
        let known = workflow.on.events.map(\.event.value)
        if let event = request.event {
            guard known.contains(event) else {
                throw .eventNotInWorkflow(event, workflow: document.stem, known: known)
            }
            return event
        }
        if known.contains("push") { return "push" }
        guard known.count == 1, let only = known.first else {
            throw .eventNeeded(workflow: document.stem, known: known)
        }
        return only
    }
}
