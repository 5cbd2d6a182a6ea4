package import Workspaces

/// The own repository's files, for steps that use `actions/checkout`.
package struct Checkout: Sendable {
    /// The parts of a tar stream, nil at its end.
    package typealias TarStream = @Sendable () async throws -> [UInt8]?

    /// The files of one commit, packed.
    package struct Files: Sendable {
        /// The commit, 40 hex digits.
        package let commit: String
        /// The files with their `.git`.
        package let stream: TarStream

        /// Files of a commit.
        package init(commit: String, stream: @escaping TarStream) {
            self.commit = commit
            self.stream = stream
        }
    }

    /// The ref a checkout without `ref` gives.
    package let ref: String
    /// The commit it gives, 40 hex digits.
    package let commit: String
    /// `owner/name` of the own repository.
    package let repository: String
    /// Who owns the files; nil when everyone may write them.
    package let owner: UInt32?
    /// How many commits the history of the snapshot has that waits in the job; 0 for all.
    package let depth: Int
    /// Where refs are fetched from that are not on this machine; nil when nothing is known.
    package let remote: RepositoryName?
    /// Packs the snapshot again, or that of another ref of the repository, with so many commits.
    ///
    /// - Throws: `GitError.unknownRevision` for a ref that is not on this machine; an error whose
    ///   description says why it cannot be had.
    package let pack: @Sendable (_ ref: String?, _ depth: Int) async throws -> Files

    /// Describes what can be checked out.
    package init(
        ref: String,
        commit: String,
        repository: String,
        owner: UInt32?,
        depth: Int = 0,
        remote: RepositoryName? = nil,
        pack: @escaping @Sendable (_ ref: String?, _ depth: Int) async throws -> Files
    ) {
        self.ref = ref
        self.commit = commit
        self.repository = repository
        self.owner = owner
        self.depth = depth
        self.remote = remote
        self.pack = pack
    }

    /// Whether a `ref` input names what a checkout without it gives.
    func isOwn(_ ref: String) -> Bool {
        ["", self.ref, commit].contains(ref)
            || ["refs/heads/\(ref)", "refs/tags/\(ref)"].contains(self.ref)
    }

    /// Whether a history of so many commits, 0 for all, can be made of the snapshot that waits: a
    /// deeper one can be cut behind its last commit.
    func holds(depth wanted: Int) -> Bool {
        depth == wanted || wanted == 1
    }
}
