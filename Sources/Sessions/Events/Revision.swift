import Workspaces

/// The state of a repository that a run stands for: its head, or a commit that was asked for.
struct Revision: Sendable {
    /// The repository.
    let repository: GitRepository
    /// The commit; nil when there is none yet.
    let commit: GitCommit?
    /// The full ref, such as `refs/heads/main`.
    private(set) var ref: String
    /// Whether the user named the ref.
    private(set) var isRefChosen = false
    /// What the chosen ref names in this repository, when that is another commit.
    private(set) var otherCommit: String?

    /// The commit's object name; 40 zeros when there is none.
    var sha: String { commit?.sha ?? GitCommit.zeros }

    /// The bare name of the branch; nil for a tag.
    var branch: String? { Self.name(ref, below: "refs/heads/") }

    /// The bare name of the tag; nil for a branch.
    var tag: String? { Self.name(ref, below: "refs/tags/") }

    private static func name(_ ref: String, below prefix: String) -> String? {
        ref.hasPrefix(prefix) ? String(ref.dropFirst(prefix.count)) : nil
    }

    /// What `HEAD` names.
    init(headOf repository: GitRepository) {
        self.repository = repository
        commit = repository.headCommit
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
            ref = try await Self.ref(of: commit, named: name, repository)
            self.repository = repository
            self.commit = commit
        } catch {
            throw .git(error)
        }
    }

    /// The same commit under the ref that the user named.
    ///
    /// A short name is that of a branch or tag that is there, else of a branch.
    ///
    /// - Throws: `SessionError.badRef`, `.repository`.
    func referred(to name: String) async throws(SessionError) -> Revision {
        let (git, root) = (repository.git, repository.root)
        var copy = self
        copy.isRefChosen = true
        do {
            copy.ref = name
            if !name.hasPrefix("refs/") {
                let known = try await Self.fullName(name, repository)
                copy.ref = known.isEmpty ? "refs/heads/\(name)" : known
            }
            let named = try await Self.firstLine(
                ["rev-parse", "--verify", "-q", "--end-of-options", "\(copy.ref)^{commit}"],
                repository
            )
            copy.otherCommit = named.isEmpty || named == sha ? nil : named
        } catch {
            throw .git(error)
        }
        guard (try? await git.output(["check-ref-format", copy.ref], in: root)) != nil else {
            throw .badRef(name)
        }
        return copy
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
            throw .git(error)
        }
    }

    /// The full name of the branch or tag that git knows under a name; empty for anything else.
    private static func fullName(
        _ name: String,
        _ repository: GitRepository
    ) async throws -> String {
        let found = try await firstLine(
            ["rev-parse", "--symbolic-full-name", "--verify", "-q", "--end-of-options", name],
            repository
        )
        return found.hasPrefix("refs/heads/") || found.hasPrefix("refs/tags/") ? found : ""
    }

    private static func firstLine(
        _ arguments: [String],
        _ repository: GitRepository
    ) async throws -> String {
        // A name or commit that git does not find is none, not a failure.
        let bytes = (try? await repository.git.output(arguments, in: repository.root)) ?? []
        try Task.checkCancellation()
        return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    }

    private static func ref(
        of commit: GitCommit,
        named name: String,
        _ repository: GitRepository
    ) async throws -> String {
        let named = try await fullName(name, repository)
        if !named.isEmpty { return named }
        if commit.sha == repository.sha { return repository.ref }
        if try await repository.mergeBase(commit.sha, "HEAD") == commit.sha {
            return repository.ref
        }
        let holder = try await firstLine(
            ["for-each-ref", "--count=1", "--format=%(refname)", "--contains", commit.sha]
                + ["refs/heads"],
            repository
        )
        return holder.isEmpty ? "refs/heads/\(repository.defaultBranch)" : holder
    }
}
