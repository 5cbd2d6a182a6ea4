/// What `HEAD` names.
package enum GitHead: Sendable, Hashable, Codable {
    /// The tip of a branch, by its bare name.
    case branch(String)
    /// A commit by itself; `tags` are the bare names of the tags on it.
    case detached(tags: [String])
    /// A branch that has no commit yet.
    case unborn(String)
    /// The folder is in no repository.
    case none

    /// The bare name of the current branch, also of one without a commit.
    package var branch: String? {
        switch self {
        case .branch(let name), .unborn(let name): name
        case .detached, .none: nil
        }
    }

    /// The full ref that a push of this state would update; nil for a commit without branch or tag.
    package var ref: String? {
        switch self {
        case .branch(let name), .unborn(let name): "refs/heads/\(name)"
        case .detached(let tags): tags.first.map { "refs/tags/\($0)" }
        case .none: nil
        }
    }
}
