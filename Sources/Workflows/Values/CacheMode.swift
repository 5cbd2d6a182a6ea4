/// `cache-mode`: what a job may do with the repository's caches.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#cache-mode>
package enum CacheMode: String, Sendable, CaseIterable {
    /// Neither restores nor saves.
    case none
    /// Restores.
    case read
    /// Restores and saves.
    case write
    /// Saves.
    case writeOnly = "write-only"

    /// Whether the job may restore.
    package var mayRestore: Bool { self == .read || self == .write }
    /// Whether the job may save.
    package var maySave: Bool { self == .write || self == .writeOnly }

    /// What both allow: a called workflow gets no more than its caller has.
    package func limited(to other: CacheMode) -> CacheMode {
        switch (mayRestore && other.mayRestore, maySave && other.maySave) {
        case (true, true): .write
        case (true, false): .read
        case (false, true): .writeOnly
        case (false, false): .none
        }
    }

    /// What jobs may do that say nothing: outsiders cause this event, and must not fill caches.
    package static func usual(for event: String) -> CacheMode {
        event == "pull_request_target" ? .read : .write
    }
}
