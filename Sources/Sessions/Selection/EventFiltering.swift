import Planning
import Workflows
import Workspaces

/// Makes the events of a request's workflows, and asks their filters.
struct EventFiltering {
    private let request: RunRequest
    private let maker: EventMaker
    private let changes = KnownChanges()

    /// The state the run stands for, under the ref the user named.
    var revision: Revision { maker.revision }

    /// Learns from git what the events need.
    ///
    /// - Throws: `SessionError.repository`, `.badRef`, `.badEventFile`, `.input`.
    init(
        _ request: RunRequest,
        revision: Revision,
        events: Set<String>
    ) async throws(SessionError) {
        self.request = request
        maker = try await EventMaker(request, revision: revision, events: events)
    }

    /// A workflow with its event and what its filters say of it.
    ///
    /// - Parameters:
    ///   - document: The workflow's file.
    ///   - name: The event's name.
    ///   - triggers: What the workflows that are asked about have under the event.
    /// - Returns: the workflow, whatever its filters say.
    func chosen(
        _ document: Project.Document,
        event name: String,
        among triggers: [Trigger]
    ) async -> Selection.Chosen {
        let trigger = document.workflow?.on.trigger(name)
        let types = AssumedEvent.types(among: triggers, of: name)
        let event = maker.event(name, for: trigger, types: types)
        var verdict = FilterVerdict([])
        if let trigger, !document.isBroken {
            verdict = await self.verdict(of: trigger, on: event)
        }
        return Selection.Chosen(document: document, event: event, verdict: verdict)
    }

    private func verdict(of trigger: Trigger, on event: Event) async -> FilterVerdict {
        var facts = event.facts
        if trigger.hasPaths, revision.tag == nil || event.name != "push" {
            facts.changedFiles = await changes.files(of: event.range) {
                await event.range.changedFiles(of: revision, in: request.source)
            }
        }
        let verdict = trigger.verdict(for: facts)
        guard verdict.refusal?.filter == .skipInstruction, request.source == .workingTree,
            (try? await revision.repository.hasUncommittedChanges()) == true
        else { return verdict }
        // What is not committed yet will have a message of its own.
        facts.headMessage = nil
        return trigger.verdict(for: facts)
    }
}

extension Trigger {
    /// Whether changed files decide.
    fileprivate var hasPaths: Bool {
        if case .webhook(let filter) = configuration { filter.paths != nil } else { false }
    }
}

/// The changed files of the ranges that were asked for: all workflows of an event have one range,
/// and git takes its time in a large repository.
private actor KnownChanges {
    private struct Key: Hashable {
        let comparison: String
        let isPublished: Bool
        let commits: Int
    }

    private var known: [Key: EventFacts.ChangedFiles] = [:]

    func files(
        of range: EventRange,
        _ ask: @Sendable () async -> EventFacts.ChangedFiles
    ) async -> EventFacts.ChangedFiles {
        let key = Key(
            comparison: range.comparison,
            isPublished: range.isPublished,
            commits: range.commits.count
        )
        if let files = known[key] { return files }
        let files = await ask()
        known[key] = files
        return files
    }
}
