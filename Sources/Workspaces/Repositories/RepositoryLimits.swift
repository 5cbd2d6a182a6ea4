/// How much a repository that is fetched may take.
package struct RepositoryLimits: Sendable, Hashable {
    /// How long a host may take to tell its refs.
    package var listing = Duration.seconds(60)
    /// How long a host may take to send one commit.
    package var download = Duration.seconds(600)
    /// The most bytes a host may send for one commit.
    package var downloadBytes = 1 << 30
    /// The most files a commit may have.
    package var files = 200_000
    /// The most bytes a commit's files may have together.
    package var bytes = 4 << 30

    /// Limits that no action comes near.
    package init() {}
}
