package import Diagnostics

/// `on`: every event that starts a workflow.
package struct Triggers: Sendable {
    /// The events, in order.
    package let events: [Trigger]
    /// Where the value of `on` stands.
    package let span: SourceSpan

    /// The trigger of an event name, such as `push`.
    package func trigger(_ event: String) -> Trigger? {
        events.first { $0.event.value == event }
    }
}

/// One event of `on` with its filters.
package struct Trigger: Sendable {
    /// The event's name, such as `pull_request`.
    package let event: Located<String>
    /// Its filters and definitions.
    package let configuration: Configuration

    /// What may stand below an event.
    package indirect enum Configuration: Sendable {
        /// Filters of an event that comes from the repository; all empty when none are written.
        case webhook(WebhookFilter)
        /// The times of `schedule`.
        case schedule([Schedule])
        /// What `workflow_call` takes and gives.
        case workflowCall(WorkflowCallTrigger)
        /// The inputs of `workflow_dispatch`.
        case workflowDispatch(inputs: [InputDefinition])
        /// Which runs `workflow_run` follows.
        case workflowRun(workflows: [Located<String>], WebhookFilter)
        /// Which images `image_version` follows.
        case imageVersion(names: [Located<String>]?, versions: [Located<String>]?, WebhookFilter)
    }
}

/// The filters of one event; a nil filter lets everything pass.
package struct WebhookFilter: Sendable {
    /// `types`: activity types, exact; for `repository_dispatch` the event types.
    package var types: [Located<String>]?
    /// `branches` or `branches-ignore`.
    package var branches: PatternFilter?
    /// `tags` or `tags-ignore`.
    package var tags: PatternFilter?
    /// `paths` or `paths-ignore`.
    package var paths: PatternFilter?

    /// Filters that let everything pass.
    package init() {}
}

/// Glob patterns that let names pass, or keep them out.
package enum PatternFilter: Sendable {
    /// Patterns in order, `!` taking back; the last that matches decides.
    case only([Located<String>])
    /// A name that matches any of these does not pass.
    case ignore([Located<String>])
    /// Both are written, which GitHub refuses.
    case both(only: [Located<String>], ignore: [Located<String>])
}

/// One time of `schedule`.
package struct Schedule: Sendable {
    /// The five fields, such as `30 5 * * 1-5`.
    package let cron: Located<String>
    /// `timezone`, an IANA name; when absent, UTC.
    package let timezone: Located<String>?
}
