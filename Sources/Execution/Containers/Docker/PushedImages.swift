import ContainerEngine
import Synchronization

/// What jobs of a run have pushed to its own registries, which jobs' own engines alone reach.
///
/// The engine that runs the jobs does not have these images: under the same name it has, or would
/// pull, another one.
final class PushedImages: Sendable {
    private struct State {
        var pushed: [(image: ImageReference, job: String)] = []
        /// What each job got before its first step.
        var taken: [String: Set<String>] = [:]
    }

    private let state = Mutex(State())

    /// Takes note of an image that a job has pushed, such as `ghcr.io/octo/app:main`.
    func note(_ image: String, by job: String) {
        state.withLock { $0.pushed.append((ImageReference(image), job)) }
    }

    /// Takes note of an image that a job has got: what it pushes later under that name does not
    /// count for it, as GitHub pulls what a job's own steps name before the first one.
    func note(_ image: String, takenBy job: String) {
        state.withLock { _ = $0.taken[job, default: []].insert(image) }
    }

    /// The last job that has pushed what a name means to `job`, or to a build; nil for none.
    ///
    /// With a digest in the name it is the last one that has pushed to the repository.
    func pusher(of name: String, for job: String? = nil) -> String? {
        let wanted = ImageReference(name)
        return state.withLock { state in
            let own = job.flatMap { state.taken[$0]?.contains(name) == true ? $0 : nil }
            return state.pushed.last {
                $0.job != own && $0.image.repository == wanted.repository
                    && (wanted.digest != nil || $0.image.version == wanted.version)
            }?.job
        }
    }
}
