/// Which state of the project a workspace holds.
package enum SnapshotSelection: Sendable, Hashable {
    /// The files as they are now: tracked ones with their changes, and untracked ones that are not
    /// ignored.
    case workingTree
    /// A commit, by any name git understands.
    case commit(String)
}

/// What a job's checkout is to be like.
package struct SnapshotOptions: Sendable, Hashable {
    /// How many commits `.git` holds: 1 as `actions/checkout` does by itself, 0 for all of them.
    package var fetchDepth: Int
    /// Who may use the files.
    package var access: FileAccess
    /// Untracked files that no workspace has, such as those of secrets; below the project's folder.
    package var leftOut: Set<String> = []
    /// A tag that is held whatever the depth, by its bare name; one that is not there is none.
    package var tag: String?

    /// Options for a job whose user is the runner image's `runner`, 1001.
    package init(fetchDepth: Int = 1, access: FileAccess = .forJob(user: 1001, group: 1001)) {
        self.fetchDepth = fetchDepth
        self.access = access
    }
}
