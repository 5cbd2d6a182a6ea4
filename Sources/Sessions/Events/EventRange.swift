import Planning
import Workspaces

/// The commits that an event is about, and what their changes are counted from.
///
/// Source: the section on git diff comparisons of
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions>
struct EventRange: Sendable {
    /// The commit that the branch had before, or the base's tip of a pull request; 40 zeros for
    /// none.
    var before = GitCommit.zeros
    /// What changed files are counted from; 40 zeros when every file is new.
    var comparison = GitCommit.zeros
    /// The commits, oldest first.
    var commits: [GitCommit] = []
    /// Whether the branch had commits that it has no more.
    var isForced = false
    /// Whether the commit is where it would be brought to already, so that only what is not
    /// committed would be new.
    var isPublished = false
    /// How much differs between the comparison and the commit, where somebody asks.
    var counts: GitChangeCounts?

    /// The commit alone, as if its parent had been there before.
    static func last(of revision: Revision) -> EventRange {
        guard let commit = revision.commit else { return EventRange() }
        let parent = commit.parents.first ?? GitCommit.zeros
        return EventRange(
            before: parent,
            comparison: parent,
            commits: [commit],
            isPublished: true
        )
    }

    /// What a push of the revision to its branch would bring; of a tag it brings no commits.
    static func push(_ revision: Revision) async -> EventRange {
        let last = last(of: revision)
        guard let branch = revision.branch else {
            return EventRange(comparison: last.comparison, isPublished: true)
        }
        let repository = revision.repository
        guard let remote = repository.remote, let commit = revision.commit else { return last }
        let own = "refs/remotes/\(remote.name)/\(branch)"
        let main = "refs/remotes/\(remote.name)/\(repository.defaultBranch)"
        do {
            let tips = try await repository.tips(of: [own, main])
            if let tip = tips[own] {
                return try await push(commit, onto: tip, repository) ?? last
            }
            guard !tips.isEmpty else { return last }
            let commits = try await repository.commits(to: commit.sha, notOn: remote)
            if commits.isEmpty {
                return EventRange(comparison: last.comparison, isPublished: true)
            }
            let base = commits.first.map { $0.parents.first ?? GitCommit.zeros } ?? commit.sha
            return EventRange(comparison: base, commits: commits)
        } catch {
            return last
        }
    }

    /// A push onto a branch that the remote has; nil when it has the commit already.
    private static func push(
        _ commit: GitCommit,
        onto tip: String,
        _ repository: GitRepository
    ) async throws -> EventRange? {
        guard tip != commit.sha else { return nil }
        let base = try await repository.mergeBase(tip, commit.sha)
        guard base != commit.sha else { return nil }
        return EventRange(
            before: tip,
            comparison: tip,
            commits: try await repository.commits(from: tip, to: commit.sha),
            isForced: base != tip
        )
    }

    /// What a pull request of the revision would bring to a branch.
    static func pullRequest(_ revision: Revision, into base: String) async -> EventRange {
        let last = last(of: revision)
        let repository = revision.repository
        guard let commit = revision.commit else { return last }
        let names =
            (repository.remote.map { ["refs/remotes/\($0.name)/\(base)"] } ?? [])
            + ["refs/heads/\(base)"]
        do {
            let tips = try await repository.tips(of: names)
            guard let tip = names.lazy.compactMap({ tips[$0] }).first,
                let fork = try await repository.mergeBase(tip, commit.sha), fork != commit.sha
            else { return last }
            return EventRange(
                before: tip,
                comparison: fork,
                commits: try await repository.commits(from: tip, to: commit.sha),
                counts: try await repository.changeCounts(from: fork, to: commit.sha)
            )
        } catch {
            return last
        }
    }

    /// More commits than GitHub compares; then path filters let everything pass.
    private static let commitLimit = 1000

    /// The paths that changed, with what is not committed where the working tree is what runs.
    func changedFiles(
        of revision: Revision,
        in source: RunRequest.Source
    ) async -> EventFacts.ChangedFiles {
        let repository = revision.repository
        guard repository.layout != nil else {
            return .unknown(reason: "the folder is in no git repository")
        }
        guard commits.count <= Self.commitLimit else {
            return .unknown(reason: "there are more than \(Self.commitLimit) commits")
        }
        do {
            guard source == .workingTree else {
                return .known(
                    try await repository.changedFiles(from: comparison, to: .commit(revision.sha))
                )
            }
            if isPublished, revision.commit != nil {
                let own = try await repository.changedFiles(
                    from: revision.sha,
                    to: .workingTree
                )
                if !own.isEmpty { return .known(own) }
            }
            return .known(try await repository.changedFiles(from: comparison, to: .workingTree))
        } catch {
            return .unknown(reason: "\(error)")
        }
    }
}
