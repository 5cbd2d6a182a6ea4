import Workspaces

/// The state of a repository that a run stands for: its head, or a commit that was asked for.
struct Revision: Sendable {
    /// The repository.
    let repository: GitRepository
    /// The commit; nil when there is none yet.
    let commit: GitCommit?
    /// The bare name of the branch; nil for a tag.
    let branch: String?
    /// The full ref, such as `refs/heads/main`.
    let ref: String

    /// The commit's object name; 40 zeros when there is none.
    var sha: String { commit?.sha ?? GitCommit.zeros }

    /// What `HEAD` names.
    init(headOf repository: GitRepository) {
        self.repository = repository
        commit = repository.headCommit
        branch = repository.head.branch
        ref = repository.ref
    }

    /// What a name that git understands stands for.
    ///
    /// A branch or tag gives its own ref. Any other name gives the ref of `HEAD` when its history
    /// holds the commit, else that of a branch which does.
    ///
    /// - Throws: `SessionError.repository`.
    init(named name: String, in repository: GitRepository) async throws(SessionError) {
        do {
            let commit = try await repository.commit(named: name)
            let ref = try await Self.ref(of: commit, named: name, repository)
            let branches = "refs/heads/"
            self.repository = repository
            self.commit = commit
            self.ref = ref
            branch = ref.hasPrefix(branches) ? String(ref.dropFirst(branches.count)) : nil
        } catch {
            throw .repository(reason: "\(error)")
        }
    }

    /// The repository that a folder is in.
    ///
    /// - Throws: `SessionError.repository`.
    static func repository(
        at folder: String,
        _ request: RunRequest
    ) async throws(SessionError) -> GitRepository {
        do {
            let git = GitCommand(environment: request.machine.environment)
            return try await GitRepository.open(at: folder, git: git)
        } catch {
            throw .repository(reason: "\(error)")
        }
    }

    private static func ref(
        of commit: GitCommit,
        named name: String,
        _ repository: GitRepository
    ) async throws -> String {
        let (git, root) = (repository.git, repository.root)
        func firstLine(_ arguments: [String]) async throws -> String {
            // A name or commit that git does not find is none, not a failure.
            let bytes = (try? await git.output(arguments, in: root)) ?? []
            try Task.checkCancellation()
            return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
        }
        let named = try await firstLine(
            ["rev-parse", "--symbolic-full-name", "--verify", "-q", "--end-of-options", name]
        )
        if named.hasPrefix("refs/heads/") || named.hasPrefix("refs/tags/") { return named }
        if commit.sha == repository.sha { return repository.ref }
        if try await repository.mergeBase(commit.sha, "HEAD") == commit.sha {
            return repository.ref
        }
        let holder = try await firstLine(
            ["for-each-ref", "--count=1", "--format=%(refname)", "--contains", commit.sha]
                + ["refs/heads"]
        )
        return holder.isEmpty ? "refs/heads/\(repository.defaultBranch)" : holder
    }
}
