import Synchronization
import Workflows
package import Workspaces

/// The repositories that a run's actions are taken from, as far as they are here.
///
/// All jobs of a run share it: what one has fetched, the others have at the same commit.
package final class FetchedRepositories: Sendable {
    private let repositories = Mutex<[String: StoredRepository]>([:])

    /// None yet.
    package init() {}

    /// The files of a repository at a ref; nil before they were fetched.
    func repository(_ name: RepositoryName, ref: String) -> StoredRepository? {
        repositories.withLock { $0[Self.key(name, ref)] }
    }

    /// Keeps what was fetched.
    package func note(_ repository: StoredRepository) {
        repositories.withLock { $0[Self.key(repository.name, repository.ref)] = repository }
    }

    /// Names compare without regard to letter case, refs with it.
    private static func key(_ name: RepositoryName, _ ref: String) -> String {
        "\(name)".lowercased() + "@" + ref
    }
}
