package import ContainerEngine
import Diagnostics
package import Planning
import Workflows
package import Workspaces

/// Runs jobs in containers, each with services and a network of its own.
package struct ContainerJobEngine: JobEngine {
    /// What a run decides for all its containers.
    package struct Settings: Sendable {
        /// Which image stands for what.
        package let images: RunnerImages
        /// The static `actlocal-init` of this machine, mounted into every job container.
        package let initExecutable: String
        /// Labels of everything that is created, so that it can be found again.
        package let labels: [String: String]
        /// What names of containers, networks and volumes begin with; unique to the run.
        package let prefix: String
        /// A bundle of certificate authorities for job containers; nil for none.
        package let certificates: String?
        /// Variables of every job container below those of its image, such as proxies.
        package let environment: [EnvironmentEntry]
        /// The platform to ask images for; nil for the engine's own.
        package let platform: String?
        /// Folders of this machine that no container sees: the project's and actlocal's own.
        package let ownFolders: [String]
        /// Which Docker engine the programs of jobs reach.
        package let docker: DockerAccess
        /// Whose the images are that are built for actions.
        package let builtImages: BuiltImages
        /// What this machine has for JavaScript actions.
        package let nodes: NodeStore?
        /// The folder of this machine with the socket of the run's services; nil for none.
        package let services: String?

        /// Gathers the decisions.
        package init(
            images: RunnerImages,
            initExecutable: String,
            labels: [String: String],
            prefix: String,
            certificates: String?,
            environment: [EnvironmentEntry],
            platform: String?,
            ownFolders: [String],
            docker: DockerAccess,
            builtImages: BuiltImages,
            nodes: NodeStore? = nil,
            services: String? = nil
        ) {
            self.images = images
            self.initExecutable = initExecutable
            self.labels = labels
            self.prefix = prefix
            self.certificates = certificates
            self.environment = environment
            self.platform = platform
            self.ownFolders = ownFolders
            self.docker = docker
            self.builtImages = builtImages
            self.nodes = nodes
            self.services = services
        }

        /// Where a container sees the socket of the run's services.
        package static let servicesSocket = "\(servicesFolder)/socket"
        /// Where a container sees its folder.
        static let servicesFolder = "/.actlocal/services"
    }

    /// Gives a job its own view of the snapshot.
    package typealias MakeWorkspace =
        @Sendable (_ label: String) async throws -> OverlayWorkspace

    /// The container engine.
    let engine: Engine
    /// What the run decides for all containers.
    let settings: Settings
    /// Sees to it that images are there.
    let images: ImageStore
    /// Builds images of actions.
    let builds: ActionImages
    /// What jobs have pushed where the engine does not reach it.
    let pushed = PushedImages()
    /// What containers may have of this machine.
    let access: HostAccess
    /// What `actions/checkout` gives.
    let checkout: Checkout
    /// Makes a job's view of the snapshot.
    let makeWorkspace: MakeWorkspace
    /// Numbers for the jobs' things.
    let names = NameSource()
    /// What the engine can do with folders of this machine.
    let reach: FolderReach

    /// Runs jobs on `engine`.
    package init(
        engine: Engine,
        settings: Settings,
        checkout: Checkout,
        login: @escaping RegistryLogin = { _ in nil },
        makeWorkspace: @escaping MakeWorkspace
    ) {
        self.engine = engine
        self.settings = settings
        self.checkout = checkout
        self.makeWorkspace = makeWorkspace
        images = ImageStore(engine: engine, login: login)
        builds = ActionImages(
            engine: engine,
            platform: settings.platform,
            proxies: settings.environment,
            owner: settings.builtImages,
            login: login,
            pushed: pushed
        )
        access = HostAccess(endpoint: engine.endpoint, ownFolders: settings.ownFolders)
        reach = FolderReach(engine.endpoint)
    }

    /// A job needs an image for its label, unless it names a container of its own.
    package func obstacle(to job: PlannedJob) async -> JobObstacle? {
        settings.images.obstacle(to: job).map { JobObstacle($0, at: job.work.runsOn.span) }
    }

    /// Makes the job's network, services and container, and waits until the services are healthy.
    ///
    /// What GitHub's runner fails in the step `Initialize containers` is a failure of the open job.
    package func open(_ opening: JobOpening) async throws(JobOpenError) -> OpenJob {
        let making = JobMaking(
            engine: engine,
            settings: settings,
            images: images,
            builds: builds,
            pushed: pushed,
            access: access,
            opening: opening,
            name: "\(settings.prefix)-\(names.next())",
            cleanup: Cleanup { [engine] end in await engine.alone(end) },
            checkout: checkout,
            makeWorkspace: makeWorkspace,
            reach: reach
        )
        do {
            return try await making.make()
        } catch {
            let left = await Task { await making.cleanup.run() }.value
            let span = opening.container?.span ?? opening.job.work.runsOn.span
            let failure = Self.explain(error, at: span)
            guard opening.container != nil, failure.cause != .here, !Task.isCancelled else {
                throw failure
            }
            return making.jobWithoutContainer(failure, left: left)
        }
    }

    /// Says of any error what the user can do about it, at the key that asked for what failed.
    static func explain(_ error: any Error, at span: SourceSpan) -> JobOpenError {
        switch error {
        case let error as JobOpenError: error
        case let error as EngineError: JobOpenError(error.message, help: error.help, at: span)
        case MissingImage.ours(let image):
            JobOpenError(
                "the image `\(image)` has not been built",
                help: "build it with `make images` in a clone of the project",
                at: span
            )
        case MissingImage.neverPulled(let image):
            JobOpenError(
                "the image `\(image)` is not here, and `--pull never` keeps it from being pulled",
                help: "remove `--pull never`, or pull the image by hand",
                at: span,
                cause: .here
            )
        case MissingImage.otherPlatform(let image, let found, let wanted):
            JobOpenError(
                "the image `\(image)` is built for `\(found)`, not for `\(wanted)`",
                help: "name an image that is built for it, or leave `--container-architecture` out",
                at: span,
                cause: .here
            )
        case MissingImage.pushed(let image, by: let job):
            JobOpenError(
                "`\(image)` was pushed by the job `\(job)` to the run's own registry, which the "
                    + "engine that runs containers of jobs does not reach",
                help: "run it in a step with `docker run`, which pulls it from there",
                at: span,
                cause: .here
            )
        case StepHostError.unsupported(_):
            JobOpenError(
                "\(error)",
                help: "give the job a `container:`: in it services are reached by their names",
                at: span,
                cause: .here
            )
        case let error as StepHostError: JobOpenError(error.description, at: span)
        default: JobOpenError("\(error)", at: span)
        }
    }
}
