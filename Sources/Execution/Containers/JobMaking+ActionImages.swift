import ContainerEngine
import Planning
import Workflows

extension JobMaking {
    /// Pulls what the job's steps name as images, beside everything else that a job needs.
    ///
    /// A step with a condition may well be skipped: its image waits for its turn.
    ///
    /// - Returns: why an image is not to be had; the job's steps then find it failed.
    /// - Throws: `JobOpenError` where the job cannot run here; `CancellationError`.
    func fetchActionImages() async throws -> JobOpenError? {
        do {
            try await fetchAllActionImages()
            return nil
        } catch let error as JobOpenError where error.cause != .here {
            try Task.checkCancellation()
            return error
        }
    }

    private func fetchAllActionImages() async throws {
        let steps = opening.job.work.allSteps
        try await withThrowingTaskGroup(of: Void.self) { group in
            for step in steps where step.condition == nil {
                guard case .uses(let uses) = step.kind,
                    case .docker(let name) = uses.reference.value
                else { continue }
                let request = ImageRequest(
                    reference: settings.images.replacement(for: name)?.image ?? name,
                    platform: settings.platform
                )
                group.addTask {
                    do {
                        _ = try await image(request)
                    } catch {
                        throw ContainerJobEngine.explain(error, at: uses.reference.span)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
