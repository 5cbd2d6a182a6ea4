/// What one event of `on` may be filtered by.
///
/// Source: <https://docs.github.com/actions/reference/events-that-trigger-workflows>
package struct EventDescription: Sendable {
    /// The event's name.
    package let name: String
    /// Its activity types; empty when it has none.
    package let types: [String]
    /// The types that start a workflow when `types` is absent.
    package let defaultTypes: [String]
    /// The filter keys besides `types`.
    package let filters: [String]
}

/// Every event that may stand in `on`.
package enum EventTable {
    /// The events, by name.
    package static let all: [EventDescription] = plain + typed + filtered

    /// What GitHub takes in `on` and starts no workflow of a repository for.
    ///
    /// Source: <https://github.com/actions/runner/blob/main/src/Sdk/WorkflowParser/workflow-v1.0.json>
    static let unfired: [EventDescription] = [
        event("member", ""), event("interactive_component", ""), event("dynamic", ""),
    ]

    /// The event of a name, compared exactly; also one that GitHub never fires.
    package static func event(_ name: String) -> EventDescription? {
        byName[name]
    }

    private static let byName = Dictionary(
        (all + unfired).map { ($0.name, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    /// Events without any filter of the ordinary kind; some have a definition of their own.
    private static let plain: [EventDescription] = [
        "create", "delete", "deployment", "deployment_status", "fork", "gollum", "page_build",
        "public", "repository_dispatch", "schedule", "status", "workflow_call",
        "workflow_dispatch",
    ].map { event($0, "") }

    private static let typed: [EventDescription] = [
        event("branch_protection_rule", "created edited deleted"),
        event("check_run", "completed created rerequested requested_action"),
        event("check_suite", "completed"),
        event(
            "discussion",
            "created edited deleted transferred pinned unpinned labeled unlabeled locked unlocked "
                + "category_changed answered unanswered"
        ),
        event("discussion_comment", "created edited deleted"),
        event("issue_comment", "created edited deleted"),
        event(
            "issues",
            "opened edited deleted transferred pinned unpinned closed reopened assigned unassigned "
                + "labeled unlabeled locked unlocked milestoned demilestoned field_added "
                + "field_removed typed untyped"
        ),
        event("label", "created edited deleted"),
        event("milestone", "created closed opened edited deleted"),
        event("project", "created closed reopened edited deleted"),
        event("project_card", "created moved converted edited deleted"),
        event("project_column", "created updated moved deleted"),
        event("pull_request_comment", "created edited deleted"),
        event("pull_request_review", "submitted edited dismissed"),
        event("pull_request_review_comment", "created edited deleted"),
        event("registry_package", "published updated"),
        event(
            "release",
            "published unpublished created edited deleted prereleased released"
        ),
        event("watch", "started"),
    ]

    private static let filtered: [EventDescription] = [
        event(
            "push",
            "",
            filters: "branches branches-ignore tags tags-ignore paths paths-ignore"
        ),
        event(
            "pull_request",
            pullRequestTypes,
            defaults: "opened synchronize reopened",
            filters: "branches branches-ignore paths paths-ignore"
        ),
        event(
            "pull_request_target",
            pullRequestTypes,
            defaults: "opened synchronize reopened",
            filters: "branches branches-ignore paths paths-ignore"
        ),
        event("merge_group", "checks_requested", filters: "branches branches-ignore"),
        event(
            "workflow_run",
            "requested completed in_progress",
            filters: "workflows branches branches-ignore"
        ),
        event("image_version", "created ready deleted", filters: "names versions"),
    ]

    private static let pullRequestTypes =
        "assigned unassigned labeled unlabeled opened edited closed reopened synchronize "
        + "converted_to_draft locked unlocked enqueued dequeued milestoned demilestoned "
        + "ready_for_review review_requested review_request_removed auto_merge_enabled "
        + "auto_merge_disabled stacked"

    private static func event(
        _ name: String,
        _ types: String,
        defaults: String? = nil,
        filters: String = ""
    ) -> EventDescription {
        EventDescription(
            name: name,
            types: words(types),
            defaultTypes: words(defaults ?? types),
            filters: words(filters)
        )
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}
