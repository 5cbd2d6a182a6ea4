package import Workspaces

/// The own repository's files, for steps that use `actions/checkout`.
package struct Checkout: Sendable {
    /// The parts of a tar stream, nil at its end.
    package typealias TarStream = @Sendable () async throws -> [UInt8]?

    /// The files of one commit, packed.
    package struct Files: Sendable {
        /// The commit, 40 hex digits.
        package let commit: String
        /// What was asked for, by its full ref or a commit's name; nil for the run's own state.
        package let ref: String?
        /// The ref whose checkout leaves `.git` as it is packed; nil for what no checkout leaves.
        package let head: CheckoutRef?
        /// The files with their `.git`.
        package let stream: TarStream

        /// Files of a commit.
        package init(
            commit: String,
            ref: String? = nil,
            head: CheckoutRef? = nil,
            stream: @escaping TarStream
        ) {
            self.commit = commit
            self.ref = ref
            self.head = head
            self.stream = stream
        }
    }

    /// The full ref that the project's files stand for, which may be another than the event's.
    package let ref: String
    /// The commit it gives, 40 hex digits.
    package let commit: String
    /// `owner/name` of the own repository.
    package let repository: String
    /// Who owns the files; nil when everyone may write them.
    package let owner: UInt32?
    /// The ref whose checkout leaves the snapshot's `.git`; nil for what no checkout leaves.
    package let head: CheckoutRef?
    /// How many commits the history of the snapshot has that waits in the job; 0 for all.
    package let depth: Int
    /// Where refs are fetched from that are not on this machine; nil when nothing is known.
    package let remote: RepositoryName?
    /// Where a ref is fetched from that a job of the run has pushed; nil for any other.
    package let pushed: @Sendable (_ ref: String) async -> RepositoryHosts?
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
        head: CheckoutRef? = nil,
        depth: Int = 0,
        remote: RepositoryName? = nil,
        pushed: @escaping @Sendable (_ ref: String) async -> RepositoryHosts? = { _ in nil },
        pack: @escaping @Sendable (_ ref: String?, _ depth: Int) async throws -> Files
    ) {
        self.ref = ref
        self.commit = commit
        self.repository = repository
        self.owner = owner
        self.head = head
        self.depth = depth
        self.remote = remote
        self.pushed = pushed
        self.pack = pack
    }

    /// What a `ref` input is where it stands for the run's own state; nil for another state.
    ///
    /// Without one it is the event's ref; a pull request's head is the same state.
    func own(_ ref: String, event: String) -> CheckoutRef? {
        // Some events have a branch by its bare name.
        let event = event.hasPrefix("refs/") ? event : "refs/heads/\(event)"
        if ref.isEmpty { return CheckoutRef(event) }
        if ref.lowercased() == commit { return .commit }
        var names = [self.ref]
        switch CheckoutRef(event) {
        case .commit: break
        case .pull(let name):
            names += [event, "refs/pull/\(name.prefix { $0 != "/" })/head"]
        // Of an event of the default branch, `ref: ${{ github.ref }}` is as none at all.
        case .branch, .tag, .other: names.append(event)
        }
        let meant = [ref, "refs/heads/\(ref)", "refs/tags/\(ref)"]
        return names.first { meant.contains($0) }
            .map { CheckoutRef($0) }
    }

    /// Whether a history of so many commits, 0 for all, can be made of the snapshot that waits: a
    /// deeper one can be cut behind its last commits.
    func holds(depth wanted: Int) -> Bool {
        wanted == depth || (wanted > 0 && (depth == 0 || wanted < depth))
    }
}
