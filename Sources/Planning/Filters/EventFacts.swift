/// What the filters of `on` are held against: all that they can ask of one event.
package struct EventFacts: Sendable, Hashable {
    /// The branch or tag that branch and tag filters look at.
    package enum Ref: Sendable, Hashable {
        /// The bare name of a branch.
        case branch(String)
        /// The bare name of a tag.
        case tag(String)
    }

    /// The paths that an event changes, as path filters see them.
    package enum ChangedFiles: Sendable, Hashable {
        /// Paths below the repository's root.
        case known([String])
        /// GitHub lets a workflow run when it cannot tell what changed.
        case unknown(reason: String)
    }

    /// The event's name, such as `push`.
    package let event: String
    /// The activity, `github.event.action`; for `repository_dispatch` the type of the dispatch.
    package var activity: String?
    /// For a push what is pushed, for pull requests and merge groups the base, for `workflow_run`
    /// the branch of the run before.
    package var ref: Ref?
    /// What changed.
    package var changedFiles = ChangedFiles.unknown(reason: "nothing is known of changed files")
    /// Whether a push removes its branch or tag.
    package var isDeletion = false
    /// The head commit's message.
    package var headMessage: String?
    /// The name of the workflow that `workflow_run` is about.
    package var workflow: String?
    /// The time of `schedule`, as its cron text.
    package var schedule: String?
    /// The name of the image that `image_version` is about.
    package var imageName: String?
    /// Its version.
    package var imageVersion: String?

    /// Facts of an event of which nothing but the name is known yet.
    package init(event: String) {
        self.event = event
    }
}
