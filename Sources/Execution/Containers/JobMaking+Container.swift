import ContainerEngine
import Diagnostics
import InitProtocol
import Planning
import RunEvents
import Workflows

extension JobMaking {
    /// What the job container is, apart from the process that serves it.
    func jobDefinition(
        _ image: JobImage,
        network: String?,
        volume: String,
        paths: JobPaths
    ) async throws -> ContainerDefinition {
        var definition = ContainerDefinition(image: image.details.id, name: "\(name)-job")
        definition.platform = settings.platform
        try await applyRequest(to: &definition)
        settle(&definition)
        definition.network.mode = network ?? definition.network.mode
        if case .own(_, let registries) = settings.docker {
            definition.network.extraHosts += LocalRegistries.hosts(registries)
        }
        definition.storage.mounts.append(.volume(volume, at: paths.workRoot))
        // GitHub mounts all these folders. Container actions share the first one; elsewhere the
        // other is made in the container itself.
        var folders = opening.container == nil ? [] : ["/github"]
        if definition.storage.isRootReadOnly { folders.append(paths.toolCache) }
        definition.storage.mounts += folders.map { folder in
            ContainerMount(
                .volume(name: nil, copiesImageFiles: true, driver: nil, options: [:]),
                at: folder
            )
        }
        return definition
    }

    /// Makes a container one that init serves: root's, without a log or checks of the engine's.
    func settle(_ definition: inout ContainerDefinition) {
        definition.labels.merge(settings.labels) { _, ours in ours }
        definition.process.user = "0:0"
        definition.process.workingDirectory = "/"
        definition.lifecycle.logDriver = .none
        definition.healthCheck = .disabled
    }

    /// What a job's `container:` asks for beyond its image.
    private func applyRequest(to definition: inout ContainerDefinition) async throws {
        definition.process.environment = settings.environment.map(\.line)
        guard let container = opening.container else { return }
        definition.process.environment += container.environmentLines
        try applyVolumes(of: container, to: &definition)
        try await applyOptions(
            of: container,
            reserved: Self.reservedOptions.merging(Self.reservedForJobs) { _, second in second },
            to: &definition
        )
        try await admit(&definition, of: container, offersEngine: offersDocker)
        try await makeVolumes(of: &definition)
        if !container.ports.isEmpty {
            await notHonoured(
                "container ports \(container.ports.map(\.value).joined(separator: ", "))",
                reason: "nothing is published on this machine",
                at: container.ports[0].span
            )
        }
    }

    /// Adds `volumes`; folders of this machine only where the workflow names them.
    func applyVolumes(
        of container: ContainerRequest,
        to definition: inout ContainerDefinition
    ) throws {
        for written in container.volumes {
            do {
                let mapping = try VolumeMapping.parse(written.value)
                definition.storage.mounts.append(try mount(mapping, of: written))
            } catch let error as MappingError {
                throw JobOpenError(error.description, at: written.span, cause: .workflow)
            }
        }
    }

    private func mount(
        _ mapping: VolumeMapping,
        of written: Located<String>
    ) throws -> ContainerMount {
        switch mapping.source {
        case .anonymous:
            return ContainerMount(
                .volume(name: nil, copiesImageFiles: true, driver: nil, options: [:]),
                at: mapping.target,
                isReadOnly: mapping.isReadOnly
            )
        case .volume(let volume):
            return .volume(volume, at: mapping.target, isReadOnly: mapping.isReadOnly)
        case .path(let path):
            guard path.hasPrefix("/") else {
                throw JobOpenError(
                    "the volume `\(written.value)` names a relative folder of the runner",
                    help: "use an absolute path or a volume's name",
                    at: written.span,
                    cause: .workflow
                )
            }
            return ContainerMount(
                .bind(path: path, createsSource: false, options: mapping.options),
                at: mapping.target,
                isReadOnly: mapping.isReadOnly
            )
        }
    }

    /// Applies `options`; what they cannot do here is listed.
    func applyOptions(
        of container: ContainerRequest,
        reserved: [String: String],
        to definition: inout ContainerDefinition
    ) async throws {
        var options = ContainerOptions()
        options.reserved = reserved
        let outcome: ContainerOptions.Outcome
        do {
            outcome = try options.apply(container.options.value, to: &definition)
        } catch {
            var isOurs = false
            if case .unsupported = error.problem { isOurs = true }
            throw JobOpenError(
                error.message,
                help: error.help,
                at: container.options.span,
                cause: isOurs ? .here : .workflow
            )
        }
        for setting in outcome.notHonoured {
            await notHonoured(
                "container option `\(setting.option)`",
                reason: setting.reason,
                at: container.options.span
            )
        }
    }

    /// Lists something the job asks for and does not get.
    func notHonoured(_ subject: String, reason: String, at span: SourceSpan) async {
        await opening.sink.send(
            .notHonoured(
                NotHonoured(subject: subject, reason: reason, job: opening.key, span: span)
            )
        )
    }

    /// When a container's image is pulled, as `--pull` says.
    func pullPolicy(of container: ContainerRequest?) -> ContainerOptions.PullPolicy {
        container.flatMap(optionsAlone)?.outcome.pullPolicy ?? .missing
    }

    /// What a container's options say by themselves; nil where one is wrong, which is told when
    /// the container's definition is made.
    func optionsAlone(
        of container: ContainerRequest
    ) -> (definition: ContainerDefinition, outcome: ContainerOptions.Outcome)? {
        var definition = ContainerDefinition(image: container.image)
        let outcome = try? ContainerOptions().apply(container.options.value, to: &definition)
        return outcome.map { (definition, $0) }
    }

    /// Options that would break what any container of a job is promised.
    static let reservedOptions: [String: String] = [
        "--network": "the container joins the job's own network",
        "--name": "names belong to the run",
        "--publish": "nothing is published on this machine",
        "--publish-all": "nothing is published on this machine",
        "--restart": "a container lives as long as its job",
        "--rm": "every container is removed with its job",
    ]

    /// Options that would break what the job container is promised besides.
    static let reservedForJobs: [String: String] = [
        "--entrypoint": "the job's steps are started by a process of our own"
    ]
}
