import Diagnostics
import Expressions
import Planning

/// The event a run stands for: its name, its ref, and the payload that `github.event` is.
struct Event: Sendable {
    /// The name, such as `push`.
    let name: String
    /// The payload.
    private(set) var payload: ExpressionValue
    /// The full ref that the run stands for, `github.ref`.
    let ref: String
    /// The head commit's message; nil without a commit.
    let headMessage: String?
    /// What was assumed where nobody said more, for the report.
    let notes: [Diagnostic]
    /// The commits it is about.
    let range: EventRange

    /// Describes an event.
    init(
        name: String,
        payload: ExpressionValue,
        ref: String,
        headMessage: String? = nil,
        notes: [Diagnostic] = [],
        range: EventRange = EventRange()
    ) {
        self.name = name
        self.payload = payload
        self.ref = ref
        self.headMessage = headMessage
        self.notes = notes
        self.range = range
    }

    /// A text of the payload.
    func text(_ path: String...) -> String? { payload.text(at: path) }

    /// The event with inputs laid over those of its payload, which are always texts, and with
    /// the path of the workflow that was asked for.
    func adding(inputs: [String: String], of workflow: String?) -> Event {
        guard name == "workflow_dispatch" else { return self }
        let given = inputs.sorted { $0.key < $1.key }.map { ($0, ExpressionValue.string($1)) }
        var added = given.isEmpty ? [] : [("inputs", ExpressionValue.object(given))]
        if let workflow, text("workflow") == nil { added.append(("workflow", .string(workflow))) }
        var copy = self
        copy.payload = ExpressionValue.object(added).laid(over: payload)
        return copy
    }

    /// What filters are held against; changed files are not known yet.
    var facts: EventFacts {
        var facts = EventFacts(event: name)
        facts.activity = text("action")
        facts.headMessage = headMessage
        if name == "push", case .object(let object) = payload {
            facts.isDeletion = object["deleted"] == .boolean(true)
        }
        facts.ref = filteredRef
        facts.workflow = text("workflow_run", "name") ?? text("workflow", "name")
        facts.schedule = name == "schedule" ? text("schedule") : nil
        facts.imageName = text("image_version", "name")
        facts.imageVersion = text("image_version", "version")
        return facts
    }

    /// The branch or tag that branch and tag filters look at.
    private var filteredRef: EventFacts.Ref? {
        switch name {
        case "push":
            if ref.hasPrefix("refs/tags/") { return .tag(RefName.short(ref)) }
            return .branch(RefName.short(ref))
        case "pull_request", "pull_request_target":
            return text("pull_request", "base", "ref").map { .branch($0) }
        case "merge_group":
            return text("merge_group", "base_ref").map { .branch(RefName.short($0)) }
        case "workflow_run": return text("workflow_run", "head_branch").map { .branch($0) }
        default: return nil
        }
    }
}

/// Full and bare names of refs.
enum RefName {
    /// What a full ref is called for short: `main`, `v1`, `1/merge`.
    static func short(_ ref: String) -> String {
        for prefix in ["refs/heads/", "refs/tags/", "refs/pull/"] where ref.hasPrefix(prefix) {
            return String(ref.dropFirst(prefix.count))
        }
        return ref
    }

    /// The number of the pull request that `refs/pull/7/merge` or `refs/pull/7/head` is of.
    static func pullNumber(_ ref: String) -> Int? {
        let parts = ref.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "refs", parts[1] == "pull",
            parts[3] == "merge" || parts[3] == "head", let number = Int(parts[2]), number > 0
        else { return nil }
        return number
    }
}

extension ExpressionValue {
    /// The text that nested objects hold at a path of keys.
    func text(at path: [String]) -> String? {
        var value = self
        for name in path {
            guard case .object(let object) = value, let next = object[name] else { return nil }
            value = next
        }
        if case .string(let text) = value { return text }
        return nil
    }

    /// One object over another; what both have as objects is merged, else this one counts.
    func laid(over base: ExpressionValue) -> ExpressionValue {
        guard case .object(let top) = self, case .object(let base) = base else { return self }
        var entries: [(String, ExpressionValue)] = base.entries.map { key, value in
            (key, top[key].map { $0.laid(over: value) } ?? value)
        }
        entries += top.entries.filter { base[$0.0] == nil }.map { ($0, $1) }
        return .object(entries)
    }
}
