import Diagnostics
import Planning
import Workflows

extension Project {
    /// The workflows a request asks for: those it names, else all that its event starts.
    ///
    /// Broken files are among the chosen where they were asked for; the caller reports them.
    ///
    /// - Throws: `SessionError` for what is not there.
    func choose(_ request: RunRequest) async throws(SessionError) -> Selection {
        try Self.check(request)
        // git answers while the workflows are read.
        let asked = Task { () async -> Result<Revision, SessionError> in
            do throws(SessionError) {
                return .success(try await currentRevision(request))
            } catch {
                return .failure(error)
            }
        }
        do {
            return try await choose(request, asked)
        } catch {
            // git is waited for: a program that ends while git starts leaves a warning behind.
            asked.cancel()
            _ = await asked.value
            throw error
        }
    }

    private func choose(
        _ request: RunRequest,
        _ asked: Task<Result<Revision, SessionError>, Never>
    ) async throws(SessionError) -> Selection {
        let documents = files.map { document($0, request.machine) }
        guard let name = request.workflow else {
            return try await allStarted(by: request.event ?? "push", documents, request, asked)
        }
        let found = matching(name, documents)
        guard !found.isEmpty else {
            throw .unknownWorkflow(name, known: documents.map(\.stem))
        }
        var named: [(Document, String)] = []
        var passedOver: [Diagnostic] = []
        for document in found {
            do throws(SessionError) {
                named.append((document, try event(of: document, request)))
            } catch {
                // Of a folder, what can start starts.
                guard found.count > 1, document.path != found.last?.path || !named.isEmpty else {
                    throw error
                }
                passedOver.append(Self.warning(document, notStarted: error))
            }
        }
        let filtering = try await EventFiltering(
            request,
            revision: asked.value.get(),
            events: Set(named.map(\.1))
        )
        var chosen: [Selection.Chosen] = []
        for (document, event) in named {
            let trigger = document.workflow?.on.trigger(event)
            chosen.append(
                await filtering.chosen(document, event: event, among: trigger.map { [$0] } ?? [])
            )
        }
        let paths = Set(found.map(\.path))
        let others = documents.filter { $0.isBroken && !paths.contains($0.path) }
        return Selection(
            chosen: chosen,
            leftOut: [],
            neighbours: passedOver + Self.warning(others),
            revision: filtering.revision
        )
    }

    /// What is said of broken files that are no part of a run: one warning for all.
    private static func warning(_ documents: [Document]) -> [Diagnostic] {
        guard let document = documents.first else { return [] }
        let first = document.diagnostics.first { $0.severity == .error }
        let start = SourceSpan(file: document.path, start: .start, end: .start)
        let others = documents.dropFirst().map { "`\($0.path)`" }
        let rest = others.isEmpty ? [] : ["so is " + others.joined(separator: ", ")]
        return [
            Diagnostic(
                .project,
                severity: .warning,
                "this workflow is not valid and is left out",
                at: first?.span ?? start,
                notes: (first.map { [$0.message] } ?? []) + rest,
                help: "`actlocal check` shows all that is wrong with "
                    + (others.isEmpty ? "it" : "them")
            )
        ]
    }

    /// What is said of a file of a folder that nothing starts.
    private static func warning(
        _ document: Document,
        notStarted error: SessionError
    ) -> Diagnostic {
        Diagnostic(
            .project,
            severity: .warning,
            error.message + ": it is left out",
            at: document.workflow?.on.span,
            help: error.help
        )
    }

    /// Refuses an event or activity that GitHub does not have.
    private static func check(_ request: RunRequest) throws(SessionError) {
        guard let name = request.event else { return }
        guard let event = EventTable.event(name) else {
            throw .unknownEvent(name, known: EventTable.all.map(\.name))
        }
        guard let activity = request.activity, name != "repository_dispatch" else { return }
        guard event.types.contains(activity) else {
            throw .unknownActivity(activity, event: name, known: event.types)
        }
    }

    private func allStarted(
        by event: String,
        _ documents: [Document],
        _ request: RunRequest,
        _ asked: Task<Result<Revision, SessionError>, Never>
    ) async throws(SessionError) -> Selection {
        let concerned = documents.filter { document in
            document.isBroken || document.workflow?.on.trigger(event) != nil
        }
        guard !concerned.isEmpty else {
            let known = documents.compactMap(\.workflow).flatMap(\.on.events).map(\.event.value)
            throw .nothingForEvent(event, known: known)
        }
        let filtering = try await EventFiltering(
            request,
            revision: asked.value.get(),
            events: [event]
        )
        var chosen: [Selection.Chosen] = []
        var leftOut: [Selection.LeftOut] = []
        let triggers = concerned.filter { !$0.isBroken }
            .compactMap { $0.workflow?.on.trigger(event) }
        for document in concerned {
            let found = await filtering.chosen(document, event: event, among: triggers)
            if found.verdict.isStarted {
                chosen.append(found)
            } else {
                leftOut.append(
                    .init(document: document, event: found.event, verdict: found.verdict)
                )
            }
        }
        return Selection(
            chosen: chosen,
            leftOut: leftOut,
            neighbours: [],
            revision: filtering.revision
        )
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
