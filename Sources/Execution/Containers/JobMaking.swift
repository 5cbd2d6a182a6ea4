import ContainerEngine
import Expressions
import InitProtocol
import Planning
import RunEvents
import Workspaces

/// The making of one job's containers.
struct JobMaking: Sendable {
    /// The container engine.
    let engine: Engine
    /// What the run decides for all containers.
    let settings: ContainerJobEngine.Settings
    /// Sees to it that images are there.
    let images: ImageStore
    /// Builds images of actions.
    let builds: ActionImages
    /// What jobs have pushed where the engine does not reach it.
    let pushed: PushedImages
    /// What containers may have of this machine.
    let access: HostAccess
    /// The job and what it asks for.
    let opening: JobOpening
    /// What the names of the job's things begin with.
    let name: String
    /// What is undone when the job ends.
    let cleanup: Cleanup
    /// What `actions/checkout` gives.
    let checkout: Checkout
    /// Makes the job's view of the snapshot.
    let makeWorkspace: ContainerJobEngine.MakeWorkspace
    /// What the engine can do with folders of this machine.
    let reach: FolderReach

    /// The image of the job container and what is asked of it.
    struct JobImage: Sendable {
        /// The name it was asked for by.
        let reference: String
        /// What the engine knows of it.
        let details: ImageDetails
    }

    /// Makes everything; what was made is in `cleanup`.
    func make() async throws -> OpenJob {
        let paths = paths
        let reference = await jobImageReference()
        await announce(reference)
        async let network = makeNetwork()
        let ways = reach.ways
        async let volume = makeVolume(image: reference, ways: ways)
        let details = try await image(
            ImageRequest(
                reference: reference,
                platform: settings.platform,
                credentials: opening.container?.registry,
                policy: pullPolicy(of: opening.container)
            )
        )
        async let actionImages = fetchActionImages()
        let (networkID, volumeName) = (try await network, try await volume)
        async let services = makeServices(network: networkID)
        async let container = makeContainer(
            JobImage(reference: reference, details: details),
            network: networkID,
            volume: volumeName,
            ways: ways
        )
        let (host, id) = try await container
        let made = try await services
        let user = stepUser(details)
        async let base = baseEnvironment(host, user: user)
        let docker = await docker(of: id)
        await offer(docker, on: host)
        try await prepareFolders(on: host, paths: paths, user: user)
        let servicesContext = try await connect(made.running, to: host)
        let imageFailure = try await actionImages
        return OpenJob(
            host: host,
            paths: paths,
            hasJobContainer: opening.container != nil,
            baseEnvironment: try await base,
            user: user,
            container: containerContext(id: id, network: networkID),
            services: servicesContext,
            actionContainers: ActionContainers(
                making: self,
                jobContainer: id,
                network: networkID,
                paths: paths,
                docker: docker
            ),
            nodes: nodes,
            platform: platform(details),
            checkout: checkout,
            close: { [cleanup] in
                await showLogs(of: made.running)
                return await cleanup.run()
            },
            failure: imageFailure ?? made.failure
        )
    }

    /// A job whose `container:` could not be made: its steps have their turns and nowhere to run.
    ///
    /// Source: actions/runner `ActionRunner.RunAsync`, which asks for the container in each step
    func jobWithoutContainer(_ failure: JobOpenError, left: [String]) -> OpenJob {
        OpenJob(
            host: AbsentStepHost(reason: "the job's container is not there: \(failure.message)"),
            paths: paths,
            hasJobContainer: true,
            baseEnvironment: [],
            user: "0",
            container: .object([]),
            services: .object([]),
            nodes: nil,
            platform: OpenJob.Platform(system: "Linux", architecture: "X64"),
            checkout: checkout,
            close: { left },
            failure: failure
        )
    }

    /// `job.container`, which has the network of a job with services alone, too.
    private func containerContext(id: String, network: String?) -> ExpressionValue {
        var entries: [(String, ExpressionValue)] = []
        if opening.container != nil { entries.append(("id", .string(id))) }
        if let network { entries.append(("network", .string(network))) }
        return .object(entries)
    }

    private var paths: JobPaths {
        opening.container == nil
            ? .runner(repositoryName: opening.repositoryName)
            : .container(repositoryName: opening.repositoryName)
    }

    private func platform(_ details: ImageDetails) -> OpenJob.Platform {
        let architectures = ["amd64": "X64", "arm64": "ARM64", "386": "X86", "arm": "ARM"]
        return OpenJob.Platform(
            system: "Linux",
            architecture: architectures[details.architecture] ?? details.architecture.uppercased()
        )
    }

    /// The image the job container is made of, said as a substitution where it is one.
    private func jobImageReference() async -> String {
        if let container = opening.container {
            return await replaced(container.image, kind: .runnerImage)
        }
        guard let choice = settings.images.choice(for: opening.job.runner) else {
            preconditionFailure("a job without an image is turned away before it is opened")
        }
        await opening.sink.send(
            .substitution(
                Substitution(
                    kind: .runnerImage,
                    original: choice.original,
                    replacement: choice.image,
                    source: choice.source
                )
            )
        )
        return choice.image
    }

    /// The image to use for one a workflow names.
    func replaced(_ image: String, kind: Substitution.Kind) async -> String {
        guard let choice = settings.images.replacement(for: image) else { return image }
        await opening.sink.send(
            .substitution(
                Substitution(
                    kind: kind,
                    original: opening.masks.masked(image).text,
                    replacement: choice.image,
                    source: choice.source
                )
            )
        )
        return choice.image
    }

    private func announce(_ reference: String) async {
        var services: [String: String] = [:]
        for service in opening.services {
            services[service.alias] = opening.masks.masked(service.container?.image ?? "").text
        }
        let image = opening.masks.masked(reference).text
        await opening.sink.send(
            .jobStarted(JobStarted(job: opening.key, image: image, services: services))
        )
    }

    /// A network of the job's own, when there is anyone to talk to.
    private func makeNetwork() async throws -> String? {
        guard opening.container != nil || !opening.services.isEmpty else { return nil }
        var definition = NetworkDefinition(name: name)
        definition.labels = settings.labels
        return try await cleanup.make(.rest) { [definition, engine] in
            try await SpareSubnets.current().make(definition) {
                try await engine.createNetwork($0)
            }
        } undo: { [engine] id in
            await engineProblem { try await engine.removeNetwork(id) }
        }.value
    }

    /// Makes a container that goes with the job.
    ///
    /// - Returns: its id, and what removes it before the job's end.
    func createContainer(
        _ definition: ContainerDefinition
    ) async throws -> (value: String, id: Int) {
        try await cleanup.make(.containers) { [engine] in
            try await engine.createContainer(definition)
        } undo: { [engine] id in
            await engineProblem { try await engine.endContainer(id) }
        }
    }

    /// The job container; once more in other ways when the engine cannot mount what is ours.
    private func makeContainer(
        _ image: JobImage,
        network: String?,
        volume: String,
        ways: FolderReach.Ways
    ) async throws -> (any StepHost, id: String) {
        do {
            return try await makeContainer(
                image,
                network: network,
                volume: volume,
                paths: paths,
                ways: ways
            )
        } catch let error as EngineError where isLesson(error, ways) {
            let left = reach.ways
            let other = try await makeVolume(image: image.reference, ways: left, suffix: "-files")
            return try await makeContainer(
                image,
                network: network,
                volume: other,
                ways: left
            )
        }
    }

    private func isLesson(_ error: EngineError, _ tried: FolderReach.Ways) -> Bool {
        let ours =
            [settings.initExecutable, settings.nodes?.folder ?? settings.initExecutable]
            + [settings.certificates, settings.services].compactMap(\.self)
        return reach.learns(from: error, tried: tried, ours: ours)
    }

    /// The volume of the job's work root: an overlay over the snapshot, else an empty one that
    /// the checkout unpacks the files to.
    private func makeVolume(
        image: String,
        ways: FolderReach.Ways,
        suffix: String = ""
    ) async throws -> String {
        var definition = VolumeDefinition(name: name + suffix)
        if ways.mountsOverlays {
            let workspace = try await makeWorkspace(name)
            cleanup.add(.rest) { await remove(workspace, image: image) }
            definition.driver = workspace.volume.driver
            definition.options = workspace.volume.options
        }
        definition.labels = settings.labels
        return try await cleanup.make(.rest) { [definition, engine] in
            try await engine.createVolume(definition).name
        } undo: { [engine] volume in
            await engineProblem { try await engine.removeVolume(volume) }
        }.value
    }
}

/// What went wrong while something of the engine was removed; a thing already gone is fine.
func engineProblem(_ body: () async throws -> Void) async -> String? {
    do {
        try await body()
        return nil
    } catch EngineError.notFound {
        return nil
    } catch let error as EngineError {
        return error.message
    } catch {
        return "\(error)"
    }
}
