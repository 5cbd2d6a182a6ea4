import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// A container action whose image is made before all steps.
    private struct SetUpImage {
        /// The step that uses it, with what names the action there.
        let step: Step
        /// The step's key.
        let instance: String
        /// What names the action.
        let reference: ActionReference
        /// Where its files are.
        let place: ActionSource.Place
        /// What it runs.
        let docker: DockerAction
    }

    /// Builds and pulls what the container actions of other repositories run in, as GitHub does
    /// before the first step; one that fails fails the job there.
    ///
    /// A step with a condition may well be skipped: its image waits for its turn.
    /// Source: actions/runner `ActionManager.PrepareActionsAsync`, `BuildActionContainerAsync`
    func makeImages(
        for steps: [PlannedStep],
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async {
        guard let containers = job.room.actionContainers else { return }
        var seen: Set<ActionReference> = []
        for step in steps {
            for image in images(of: step.step, step.key, depth: 0)
            where seen.insert(image.reference).inserted {
                guard state.status == .success, !job.signal.isCancelled else { return }
                await make(image, in: containers, &scope, &state)
            }
        }
    }

    private func images(of step: Step, _ instance: String, depth: Int) -> [SetUpImage] {
        guard step.condition == nil, depth <= Self.depthLimit, case .uses(let uses) = step.kind,
            let path = job.setup.actions.folder(of: uses.reference.value)
        else { return [] }
        let reference = uses.reference.value
        let place: ActionSource.Place
        switch job.setup.actions.resolve(reference) {
        case .substitute(let substitute): place = .folder(substitute.folder)
        case .fetched(let repository, let path): place = .repository(repository, path: path)
        default: return []
        }
        guard let runs = try? ActionFolder(path: path, reference: reference).manifest().runs else {
            return []
        }
        switch runs {
        case .docker(let docker):
            return [
                SetUpImage(
                    step: step,
                    instance: instance,
                    reference: reference,
                    place: place,
                    docker: docker
                )
            ]
        case .composite(let steps):
            return PlannedStep.numbered(steps, below: instance).flatMap {
                images(of: $0.step, $0.key, depth: depth + 1)
            }
        case .javaScript: return []
        }
    }

    private func make(
        _ image: SetUpImage,
        in containers: ActionContainers,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async {
        let start = clock.now
        var attempt = Attempt(
            staged: StagedStep(imageOf: image.step, instance: image.instance),
            files: StepFiles(folder: job.room.paths.fileCommands, id: job.names.next()),
            environment: [],
            interruption: Interruption()
        )
        let isNamed = image.docker.image.value.lowercased().hasPrefix("docker://")
        attempt.name = isNamed ? "Pull \(image.docker.image.value)" : "Build \(image.reference)"
        await begin(attempt)
        let verdict = await verdict(of: image, in: containers, attempt, &state)
        await finish(attempt, verdict, conclusion: verdict.outcome, start, &scope, &state)
    }

    private func verdict(
        of image: SetUpImage,
        in containers: ActionContainers,
        _ attempt: Attempt,
        _ state: inout JobState
    ) async -> StepVerdict {
        do {
            let source = ActionSource(job: job, reference: image.reference)
            let action = try await source.load(image.place)
            let call = ActionCall(action: action, inputs: [], saved: [])
            let work = ContainerWork(docker: image.docker, call: call, stage: .main)
            guard let wanted = work.image else {
                return await couldNotRun(work.refusal, attempt)
            }
            try await InterruptibleWork(signal: job.signal, interruption: attempt.interruption)
                .run {
                    _ = try await self.image(
                        wanted,
                        named: "\(image.reference)",
                        from: containers,
                        attempt
                    )
                }
            return StepVerdict(.success)
        } catch {
            return await containerFailed(error, attempt, &state)
        }
    }
}
