import ContainerEngine
import InitProtocol
import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// The image of a container action, pulled or built where that is needed.
    func image(
        _ image: ContainerWork.Image,
        named action: String,
        from containers: ActionContainers,
        _ attempt: Attempt
    ) async throws -> ImageDetails {
        switch image {
        case .named(let name): return try await containers.image(name)
        case .dockerfile(let path):
            let shown = job.contexts.expressionPath(path)
            guard let entry = try await job.room.host.entry(at: path), entry.kind == .file else {
                throw ActionContainerError.noDockerfile(shown)
            }
            return try await build(path, shownAs: shown, named: action, in: containers, attempt)
        }
    }

    /// Builds an image and shows what the build writes, in which no commands are looked for.
    private func build(
        _ dockerfile: String,
        shownAs shown: String,
        named name: String,
        in containers: ActionContainers,
        _ attempt: Attempt
    ) async throws -> ImageDetails {
        let key = attempt.planned.key
        var settings = CommandSettings()
        settings.readsCommands = false
        let log = StepLog(
            job: job.key,
            step: key,
            sink: job.sink,
            masks: job.masks,
            settings: settings
        )
        let isInTurn = attempt.stage == .main
        let tell = { @Sendable (progress: ActionImages.Progress) async in
            switch progress {
            case .begins:
                guard isInTurn else {
                    let text = "Build container for action use: '\(shown)'."
                    await job.say(.group, text, step: key)
                    return
                }
                await job.say(.group, "Building docker image", step: key)
                await job.say(.output, "Dockerfile for action: '\(shown)'.", step: key)
            case .text(let text):
                await log.consume(Array(text.utf8)[...])
            case .ends:
                _ = await log.finish()
                await job.say(.endgroup, "", step: key)
            }
        }
        do {
            return try await containers.making.builds.image(
                of: dockerfile,
                on: job.room.host,
                named: name,
                tell: tell
            )
        } catch EngineError.buildFailed(let detail) {
            throw ActionContainerError.buildFailed(detail)
        }
    }
}
