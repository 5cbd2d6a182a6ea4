import ContainerEngine
import Synchronization

/// What jobs of a run have pushed to its own registries, which jobs' own engines alone reach.
///
/// The engine that runs the jobs does not have these images: under the same name it has, or would
/// pull, another one.
final class PushedImages: Sendable {
    private let jobs = Mutex<[(image: ImageReference, job: String)]>([])

    /// Takes note of an image that a job has pushed, such as `ghcr.io/octo/app:main`.
    func note(_ image: String, by job: String) {
        jobs.withLock { $0.append((ImageReference(image), job)) }
    }

    /// The last job that has pushed what a name means; `job` itself does not count, as GitHub
    /// pulls a job's images before its first step.
    ///
    /// With a digest in the name it is the last one that has pushed to the repository.
    func pusher(of name: String, besides job: String? = nil) -> String? {
        let wanted = ImageReference(name)
        return jobs.withLock { pushed in
            pushed.last {
                $0.job != job && $0.image.repository == wanted.repository
                    && (wanted.digest != nil || $0.image.version == wanted.version)
            }?.job
        }
    }
}
