/// What an event is about, and which payload it has.
struct EventKind: Sendable {
    /// What decides an event's ref.
    enum Subject: Sendable {
        /// The branch or tag that is pushed.
        case push
        /// A pull request's merge.
        case pullRequest
        /// A merge group's branch.
        case mergeGroup
        /// A release's tag.
        case tag
        /// The ref that the event names, or that the user chose.
        case ownRef
        /// The default branch, whatever is checked out.
        case defaultBranch
    }

    /// What decides the ref.
    let subject: Subject

    /// The kind of an event.
    static func of(_ event: String) -> EventKind {
        EventKind(subject: subjects[event] ?? .defaultBranch)
    }

    /// The events that are not about the default branch.
    ///
    /// Source: <https://docs.github.com/actions/reference/events-that-trigger-workflows>
    private static let subjects: [String: Subject] = [
        "push": .push, "pull_request": .pullRequest, "pull_request_review": .pullRequest,
        "pull_request_review_comment": .pullRequest, "merge_group": .mergeGroup,
        "release": .tag, "create": .ownRef, "deployment": .ownRef,
        "deployment_status": .ownRef, "registry_package": .ownRef, "workflow_call": .ownRef,
        "workflow_dispatch": .ownRef,
    ]
}
