import ContainerEngine
import InitProtocol
import Planning
import RunEvents

extension JobMaking {
    /// Where the host's certificate authorities are inside a job container.
    static let certificatesPath = "/.actlocal/certificates.pem"

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
        definition.labels.merge(settings.labels) { _, ours in ours }
        definition.process.user = "0:0"
        definition.process.workingDirectory = "/"
        definition.lifecycle.logDriver = .none
        definition.healthCheck = .disabled
        definition.network.mode = network ?? definition.network.mode
        definition.storage.mounts.append(.volume(volume, at: paths.workRoot))
        if let certificates = settings.certificates {
            definition.storage.mounts.append(
                .bind(certificates, at: Self.certificatesPath, isReadOnly: true)
            )
        }
        return definition
    }

    /// What a job's `container:` asks for beyond its image.
    private func applyRequest(to definition: inout ContainerDefinition) async throws {
        definition.process.environment = settings.environment.map { "\($0.name)=\($0.value)" }
        guard let container = opening.container else { return }
        definition.process.environment += container.environment.map { "\($0.name)=\($0.value)" }
        definition.process.environment += ["GITHUB_ACTIONS=true", "CI=true"]
        try applyVolumes(of: container, to: &definition)
        try await applyOptions(of: container, to: &definition)
        try refuseEngine(in: definition, of: container)
        if !container.ports.isEmpty {
            await opening.sink.send(
                .notHonoured(
                    NotHonoured(
                        subject: "container ports \(container.ports.joined(separator: ", "))",
                        reason: "nothing is published on this machine",
                        job: opening.key,
                        span: container.span
                    )
                )
            )
        }
    }

    /// Adds `volumes`; folders of this machine only where the workflow names them.
    func applyVolumes(
        of container: ContainerRequest,
        to definition: inout ContainerDefinition
    ) throws {
        for text in container.volumes {
            do {
                let mapping = try VolumeMapping.parse(text)
                definition.storage.mounts.append(try mount(mapping, text: text, of: container))
            } catch let error as MappingError {
                throw JobOpenError(error.description, at: container.span, isEngineFailure: false)
            }
        }
    }

    private func mount(
        _ mapping: VolumeMapping,
        text: String,
        of container: ContainerRequest
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
                    "the volume `\(text)` names a relative folder of the runner",
                    help: "use an absolute path or a volume's name",
                    at: container.span,
                    isEngineFailure: false
                )
            }
            return ContainerMount(
                .bind(path: path, createsSource: true, options: mapping.options),
                at: mapping.target,
                isReadOnly: mapping.isReadOnly
            )
        }
    }

    /// Refuses a container that could reach the engine by one of its mounts.
    func refuseEngine(
        in definition: ContainerDefinition,
        of container: ContainerRequest
    ) throws {
        let sockets = EngineSockets(endpoint: engine.endpoint)
        for mount in definition.storage.mounts {
            guard let path = sockets.exposure(by: mount) else { continue }
            throw JobOpenError(
                "the volume `\(opening.masks.masked(path).text)` would hand this machine's "
                    + "engine to the job",
                help: "remove it: a job never gets the engine of the machine",
                at: container.span,
                isEngineFailure: false
            )
        }
    }

    /// Applies `options`; what they cannot do here is listed.
    @discardableResult
    func applyOptions(
        of container: ContainerRequest,
        to definition: inout ContainerDefinition
    ) async throws -> ContainerOptions.PullPolicy? {
        var options = ContainerOptions()
        options.reserved = Self.reservedOptions
        let outcome: ContainerOptions.Outcome
        do {
            outcome = try options.apply(container.options, to: &definition)
        } catch {
            throw JobOpenError(
                error.message,
                help: error.help,
                at: container.span,
                isEngineFailure: false
            )
        }
        for setting in outcome.notHonoured {
            await opening.sink.send(
                .notHonoured(
                    NotHonoured(
                        subject: "container option `\(setting.option)`",
                        reason: setting.reason,
                        job: opening.key,
                        span: container.span
                    )
                )
            )
        }
        return outcome.pullPolicy
    }

    /// Options that would break what a job is promised.
    private static let reservedOptions: [String: String] = [
        "network": "the container joins the job's own network",
        "net": "the container joins the job's own network",
        "name": "names belong to the run",
        "entrypoint": "GitHub does not support it here",
        "publish": "nothing is published on this machine",
        "publish-all": "nothing is published on this machine",
        "restart": "a container lives as long as its job",
        "rm": "every container is removed with its job",
    ]
}
