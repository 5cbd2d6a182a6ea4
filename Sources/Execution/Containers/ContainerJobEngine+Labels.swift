package import Planning
import Workflows

extension ContainerJobEngine {
    /// Labels that are mapped to no image, or to another one than the job's.
    ///
    /// In a job with `container:` every mapped label will do: no image of a runner is used.
    package func ignoredLabels(of job: PlannedJob) -> [String] {
        let chosen = settings.images.choice(for: job.runner)?.image
        return job.runner.labels.filter { label in
            guard let image = settings.images.replacement(for: label)?.image else { return true }
            return job.work.container == nil && image != chosen
        }
    }
}
