import Diagnostics
import Expressions
import Workflows

/// What is taken for an event where the user says no more than its name.
struct AssumedEvent: Sendable {
    /// The event's name.
    let name: String
    /// `action`; nil for an event that has none.
    let activity: String?
    /// The time of `schedule`.
    let schedule: String?
    /// The name of the workflow that `workflow_run` follows.
    let followedWorkflow: String?
    /// What was assumed, where there was a choice.
    let notes: [Diagnostic]

    /// Chooses what a trigger waits for; without one, what the event usually is.
    ///
    /// - Parameters:
    ///   - name: The event's name.
    ///   - trigger: What the workflow has under the event.
    ///   - activity: The activity that the user named.
    ///   - types: The types that decide where the user named none.
    ///   - given: The user's part of the payload.
    init(
        name: String,
        trigger: Trigger?,
        activity: String?,
        types: [Located<String>],
        given: ExpressionValue
    ) {
        self.name = name
        var notes: [Diagnostic] = []
        let usual = Self.usualActivity(name)
        let isWaitedFor = Self.isUsualAmong(types, of: name)
        self.activity = activity ?? (isWaitedFor ? usual : types.first?.value)
        if activity == nil, !isWaitedFor, types.count > 1, let first = types.first {
            notes.append(
                .assumption(
                    "the activity is taken to be `\(first.value)`, the first of \(types.count)",
                    at: first.span,
                    help: "name another one with `--event \(name).ACTIVITY`"
                )
            )
        }
        var schedules: [Schedule] = []
        if case .schedule(let times) = trigger?.configuration { schedules = times }
        schedule = schedules.first?.cron.value
        if schedules.count > 1, let first = schedules.first, given.text(at: ["schedule"]) == nil {
            notes.append(
                .assumption(
                    "the schedule is taken to be `\(first.cron.value)`, the first of "
                        + "\(schedules.count)",
                    at: first.cron.span,
                    help: "name another one as `schedule` in the file of `--eventpath`"
                )
            )
        }
        var followed: [Located<String>] = []
        if case .workflowRun(let workflows, _) = trigger?.configuration { followed = workflows }
        followedWorkflow = followed.first?.value
        self.notes = notes
    }

    /// The types that decide which activity one event has that all these triggers are asked about:
    /// those of the first, where none waits for the event's usual activity.
    static func types(among triggers: [Trigger], of event: String) -> [Located<String>] {
        let all = triggers.map { $0.types ?? [] }
        return all.contains { isUsualAmong($0, of: event) } ? [] : all.first ?? []
    }

    private static func isUsualAmong(_ types: [Located<String>], of event: String) -> Bool {
        let usual = usualActivity(event)
        return types.isEmpty || types.contains { $0.value == usual }
    }

    /// The activity that an event usually has.
    private static func usualActivity(_ event: String) -> String? {
        event == "workflow_run" ? "completed" : EventTable.event(event)?.defaultTypes.first
    }
}

extension Trigger {
    /// The activity types that are written.
    var types: [Located<String>]? {
        switch configuration {
        case .webhook(let filter), .workflowRun(_, let filter), .imageVersion(_, _, let filter):
            filter.types
        case .schedule, .workflowCall, .workflowDispatch: nil
        }
    }
}

extension Diagnostic {
    /// Something that was taken for granted.
    static func assumption(_ message: String, at span: SourceSpan?, help: String?) -> Diagnostic {
        Diagnostic(.trigger, severity: .note, message, at: span, help: help)
    }
}
