import ContainerEngine
import InitProtocol
import RunEvents

/// Makes the containers that actions of one job run in, beside the job's own.
///
/// Each sees the job's files where GitHub has them, is in the job's network, and has init as its
/// first process, which runs what the image or the action names.
package struct ActionContainers: Sendable {
    /// How the job's things are made.
    let making: JobMaking
    /// The job's own container.
    let jobContainer: String
    /// The job's network; nil when it has none.
    let network: String?
    /// Where the job's folders are.
    let paths: JobPaths
    /// What their programs reach where they look for a Docker engine; nil for nothing.
    let docker: DockerSocket?
    private let names = NameSource()

    /// Makes containers beside the job's own.
    init(
        making: JobMaking,
        jobContainer: String,
        network: String?,
        paths: JobPaths,
        docker: DockerSocket?
    ) {
        self.making = making
        self.jobContainer = jobContainer
        self.network = network
        self.paths = paths
        self.docker = docker
    }

    /// The image that an action names, or what stands for it, pulled where it is missing.
    func image(_ reference: String) async throws -> ImageDetails {
        try await making.image(
            ImageRequest(
                reference: await making.replaced(reference, kind: .actionImage),
                platform: making.settings.platform
            )
        )
    }

    /// Whether the engine does not have the image that an action names, or what stands for it.
    func isMissing(_ reference: String) async -> Bool {
        let name = making.settings.images.replacement(for: reference)?.image ?? reference
        do {
            _ = try await making.engine.image(name)
            return false
        } catch EngineError.notFound {
            return true
        } catch {
            // Whoever asks the engine next tells what is wrong with it.
            return false
        }
    }

    /// A container of an image, started and ready to run a process.
    ///
    /// The job's folders have to be there.
    /// - Throws: `ActionContainerError`, `SharedFolderError`, `EngineError`, `StepHostError`.
    func open(_ image: ImageDetails) async throws -> ActionContainer {
        let job = try await making.engine.container(jobContainer)
        let shared = try SharedFolders(paths.actionFolders, of: job.mounts)
        var definition = ContainerDefinition(
            image: image.id,
            name: "\(making.name)-action-\(names.next())"
        )
        making.settle(&definition)
        definition.platform = making.settings.platform
        let own = image.configuration.environment.map { String($0.prefix { $0 != "=" }) }
        definition.process.environment =
            making.settings.environment.map(\.line)
            + making.certificateVariables(besides: own).map(\.line)
        definition.network.mode = network
        definition.network.links += making.serviceLinks
        definition.storage.mounts = shared.mounts
        let served: JobMaking.Served
        do {
            switch try await making.startWithInit(definition, ways: making.reach.ways) {
            case .served(let made): served = made
            case .unable(let reason): throw ActionContainerError.withoutInit(reason: reason)
            }
        } catch EngineError.cannotMount(_, let detail) {
            throw ActionContainerError.cannotShare(reason: detail)
        }
        let container = ActionContainer(served, image: image, engine: making.engine) {
            [making] in
            await JobMaking.end(served.id, of: served.host, making.engine)
            // Nothing runs in it any more; that it is gone matters at the job's end.
            making.cleanup.runAside(served.removal, in: .containers)
        }
        do {
            try await shared.check(on: served.host)
            await making.offer(docker, on: served.host)
        } catch {
            await Task { await container.end() }.value
            throw error
        }
        return container
    }
}

/// The container of one step's action.
struct ActionContainer: Sendable {
    /// Where its process is run.
    var host: InitStepHost { served.host }
    /// What it is made of.
    let image: ImageDetails
    /// The container as it was made.
    let served: JobMaking.Served
    /// The engine that runs it.
    let engine: Engine
    /// Ends what runs in it; it is removed while the job goes on.
    let end: @Sendable () async -> Void

    /// Describes a container that has started.
    init(
        _ served: JobMaking.Served,
        image: ImageDetails,
        engine: Engine,
        end: @escaping @Sendable () async -> Void
    ) {
        self.served = served
        self.image = image
        self.engine = engine
        self.end = end
    }
}

/// Why an action's container cannot be used.
enum ActionContainerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Init does not run in the image.
    case withoutInit(reason: String)
    /// The engine does not show the job's folders to a second container.
    case cannotShare(reason: String)
    /// Neither image nor action says what is run.
    case noCommand(image: String)
    /// The Dockerfile that the action names is not there.
    case noDockerfile(String)
    /// An instruction of the Dockerfile failed.
    case buildFailed(String)

    /// What happened.
    var description: String {
        switch self {
        case .withoutInit(let reason):
            "`actlocal-init` cannot run in the action's container: \(reason)"
        case .cannotShare(let reason):
            "the engine does not show the job's files to a second container (\(reason)); use a "
                + "Docker engine, of this machine or another"
        case .noDockerfile(let path):
            "File not found: '\(path)'"
        case .buildFailed(let detail):
            // The status is that of the `docker` which GitHub's runner starts.
            "Docker build failed with exit code 1: \(detail)"
        case .noCommand(let image):
            "`\(image)` names no program to run; give the step an `entrypoint` or `args`"
        }
    }
}
