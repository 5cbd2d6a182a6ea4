import Diagnostics
import Expressions
import Planning
import Workflows
import Workspaces

/// Makes the events of one session from the repository's real state and what the user gave.
struct EventMaker: Sendable {
    /// The state the run stands for, under the ref the user named.
    let revision: Revision
    /// What `--eventpath` holds.
    private let given: ExpressionValue
    /// The number of the pull request that the user's ref names.
    private let pullNumber: Int?
    /// The activity that the user named.
    private let activity: String?
    /// What a push, and what a pull request, of the revision would bring.
    private let push: EventRange
    private let pullRequest: EventRange

    /// Learns from git what the events of these names need.
    ///
    /// - Throws: `SessionError.badEventFile`, `.input`, `.badRef`, `.pullRequestRef`,
    ///   `.repository`.
    init(
        _ request: RunRequest,
        revision: Revision,
        events: Set<String>
    ) async throws(SessionError) {
        let given = try EventFile.read(request.eventPath)
        self.given = given
        activity = request.activity
        let named = request.ref ?? Self.ref(given, of: events)
        pullNumber = named.flatMap(RefName.pullNumber)
        if pullNumber != nil, let named, let event = Self.foreign(to: events) {
            throw .pullRequestRef(named, event: event)
        }
        let isBranch = pullNumber == nil
        let revision =
            if let named, isBranch { try await revision.referred(to: named) } else { revision }
        self.revision = revision
        push = events.contains("push") ? await .push(revision) : .last(of: revision)
        let base = given.text(at: ["pull_request", "base", "ref"])
        pullRequest =
            events.contains { $0.hasPrefix("pull_request") }
            ? await .pullRequest(revision, into: base ?? revision.repository.defaultBranch)
            : .last(of: revision)
    }

    /// The ref that the user's file names, where all events are about that of their payload.
    private static func ref(_ given: ExpressionValue, of events: Set<String>) -> String? {
        switch events {
        case ["push"]: return given.text(at: ["ref"])
        case ["create"]:
            let prefix = given.text(at: ["ref_type"]) == "tag" ? "refs/tags/" : "refs/heads/"
            return given.text(at: ["ref"]).map { prefix + RefName.short($0) }
        case ["deployment"], ["deployment_status"]:
            return given.text(at: ["deployment", "ref"]).flatMap { isCommit($0) ? nil : $0 }
        default: return nil
        }
    }

    /// Whether a deployment's `ref` is no ref but a commit.
    private static func isCommit(_ ref: String) -> Bool {
        [40, 64].contains(ref.utf8.count) && ref.allSatisfy(\.isHexDigit)
    }

    /// An event that is never about a pull request's ref, where none of `events` is.
    private static func foreign(to events: Set<String>) -> String? {
        let isNone = events.allSatisfy { event in
            if case .pullRequest = EventKind.of(event).subject { false } else { true }
        }
        return isNone ? events.min() : nil
    }

    /// The event of a name.
    ///
    /// - Parameters:
    ///   - name: One of `EventTable`.
    ///   - trigger: What the workflow that it is for has under the event.
    ///   - types: The types whose first is the activity, where the user names none and they lack
    ///     the event's usual one.
    /// - Returns: The event, with notes on what had to be assumed.
    func event(_ name: String, for trigger: Trigger?, types: [Located<String>]) -> Event {
        let kind = EventKind.of(name)
        let assumed = AssumedEvent(
            name: name,
            trigger: trigger,
            activity: activity ?? given.text(at: ["action"]),
            types: name == "repository_dispatch" ? trigger?.types ?? [] : types,
            given: given
        )
        let range =
            switch kind.subject {
            case .push: push
            case .pullRequest: pullRequest
            case .defaultBranch, .ownRef, .tag, .mergeGroup: EventRange.last(of: revision)
            }
        let payload = EventPayload(
            revision: revision,
            range: range,
            assumed: assumed,
            given: given
        )
        let merged = given.laid(over: numbered(.object(payload.entries), kind.subject))
        return Event(
            name: name,
            payload: merged,
            ref: mergedBase(name, merged) ?? ref(kind.subject, merged),
            headMessage: merged.text(at: ["head_commit", "message"]) ?? revision.commit?.message,
            notes: assumed.notes + madeUpTag(name, merged) + revision.assumptions,
            range: range
        )
    }

    /// The payload with the number of the pull request that the user's ref names.
    private func numbered(
        _ payload: ExpressionValue,
        _ subject: EventKind.Subject
    ) -> ExpressionValue {
        guard case .pullRequest = subject, let pullNumber else { return payload }
        let number = ExpressionValue.number(Double(pullNumber))
        return ExpressionValue.object([
            ("number", number), ("pull_request", .object([("number", number)])),
        ]).laid(over: payload)
    }

    /// Says that a release has a tag that nobody named.
    private func madeUpTag(_ name: String, _ payload: ExpressionValue) -> [Diagnostic] {
        guard name == "release", revision.tag == nil,
            given.text(at: ["release", "tag_name"]) == nil
        else { return [] }
        let tag = payload.text(at: ["release", "tag_name"]) ?? ""
        return [
            .assumption(
                "the release is taken to be of a tag `\(tag)`, because none is named",
                at: nil,
                help: "name one with `--ref refs/tags/NAME`"
            )
        ]
    }

    /// The branch that a pull request was merged into: a run of its end is one of that branch.
    private func mergedBase(_ name: String, _ payload: ExpressionValue) -> String? {
        guard name == "pull_request", payload.text(at: ["action"]) == "closed",
            case .object(let object) = payload,
            case .object(let pull) = object["pull_request"], pull["merged"] == .boolean(true)
        else { return nil }
        return payload.text(at: ["pull_request", "base", "ref"]).map { "refs/heads/\($0)" }
    }

    /// The ref of an event: the column "GITHUB_REF" of GitHub's table.
    ///
    /// Source: <https://docs.github.com/actions/reference/events-that-trigger-workflows>
    private func ref(_ subject: EventKind.Subject, _ payload: ExpressionValue) -> String {
        let main = "refs/heads/\(revision.repository.defaultBranch)"
        switch subject {
        case .ownRef
        where !revision.isRefChosen
            && payload.text(at: ["deployment", "ref"]).map(Self.isCommit) == true:
            return ""
        case .push, .ownRef:
            return payload.text(at: ["ref"]).flatMap { $0.hasPrefix("refs/") ? $0 : nil }
                ?? revision.ref
        case .pullRequest:
            guard case .object(let object) = payload else { return revision.ref }
            return "refs/pull/\(object["number"]?.asString ?? "1")/merge"
        case .mergeGroup: return payload.text(at: ["merge_group", "head_ref"]) ?? revision.ref
        case .tag:
            return payload.text(at: ["release", "tag_name"]).map { "refs/tags/\($0)" }
                ?? revision.ref
        case .defaultBranch: return revision.isRefChosen ? revision.ref : main
        }
    }
}
