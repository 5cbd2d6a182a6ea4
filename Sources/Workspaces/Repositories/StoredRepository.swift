/// The files of one commit of a repository, complete and read-only on this machine.
package struct StoredRepository: Sendable, Hashable {
    /// Which repository.
    package let name: RepositoryName
    /// The ref it was asked for by, as written.
    package let ref: String
    /// The commit, 40 hex digits.
    package let commit: String
    /// The folder with its files, absolute; without `.git`.
    package let folder: String
    /// The address it was fetched from; empty for the project itself.
    package let url: String
    /// The commit that the ref named when it was last used here, where a tag has been moved since.
    package let movedFrom: String?
    /// Whether nothing had to be downloaded.
    package let isFromCache: Bool
    /// Symbolic links that lead out of the repository and were left out; paths in it, sorted.
    package let droppedLinks: [String]
}
