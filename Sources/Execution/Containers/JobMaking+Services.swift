import ContainerEngine
import Expressions
import InitProtocol
import Planning
import RunEvents
import Workflows

extension JobMaking {
    /// A service container that was started.
    struct RunningService: Sendable {
        /// The name other containers reach it by.
        let alias: String
        /// The container.
        let id: String
        /// The network it is in.
        let networkID: String
        /// Its address in that network.
        let address: String
        /// The ports the workflow names.
        let ports: [PortMapping]
        /// Why it did not become ready; nil when it did.
        let failure: JobOpenError?
        /// Whether it has a health command.
        let isChecked: Bool
        /// Whether a connection that was held is told already.
        let held = FirstTime()
        /// Whether it was told that it had ended as soon as it began.
        let hasEnded: Bool
    }

    /// What became of a job's services.
    struct Services: Sendable {
        /// Those that were started, in the order they are written.
        var running: [RunningService] = []
        /// Why the first of them that failed did; the job's steps then find it failed.
        var failure: JobOpenError?
    }

    /// The services under their names, for containers beside a job that is in none itself: on
    /// GitHub such a job has no part in their network and does not know these names.
    ///
    /// Where the job has a container, all of its network know the services by their aliases.
    var serviceLinks: [String] {
        guard opening.container == nil else { return [] }
        return opening.services.filter { $0.container != nil }.map {
            "\(serviceName($0.alias)):\($0.alias)"
        }
    }

    private func serviceName(_ alias: String) -> String { "\(name)-service-\(alias)" }

    /// Starts all services at once and waits until each is healthy or has failed.
    ///
    /// One that failed stops none of the others, which steps with `if: failure()` may ask.
    /// Source: actions/runner `ContainerOperationProvider.RunContainersHealthcheck`
    /// - Throws: `JobOpenError` where the job cannot run here; `CancellationError`.
    func makeServices(network: String?) async throws -> Services {
        guard let network, !opening.services.isEmpty else { return Services() }
        var services = Services()
        do {
            let ports = try await servicePorts()
            for result in try await makeAll(network: network, ports: ports) {
                do {
                    guard let service = try result.get() else { continue }
                    services.running.append(service)
                    services.failure = services.failure ?? service.failure
                } catch {
                    services.failure = services.failure ?? error
                }
            }
        } catch let error as JobOpenError where error.cause != .here {
            services.failure = error
        }
        try Task.checkCancellation()
        return services
    }

    private func makeAll(
        network: String,
        ports: [String: [PortMapping]]
    ) async throws -> [Result<RunningService?, JobOpenError>] {
        typealias Made = (index: Int, result: Result<RunningService?, JobOpenError>)
        return try await withThrowingTaskGroup(of: Made.self) { group in
            for (index, service) in opening.services.enumerated() {
                let ports = ports[service.alias] ?? []
                group.addTask {
                    do throws(JobOpenError) {
                        let made = try await make(service, network: network, ports: ports)
                        return (index, .success(made))
                    } catch  where error.cause == .here {
                        throw error
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var all: [Made] = []
            for try await made in group { all.append(made) }
            return all.sorted { $0.index < $1.index }.map(\.result)
        }
    }

    private func make(
        _ service: ServiceRequest,
        network: String,
        ports: [PortMapping]
    ) async throws(JobOpenError) -> RunningService? {
        guard let container = service.container else {
            await opening.sink.send(
                .log(
                    LogLines(
                        job: opening.key,
                        step: nil,
                        kind: .warning,
                        text: "The service '\(service.alias)' will not be started because the "
                            + "container definition has an empty image."
                    )
                )
            )
            return nil
        }
        do {
            return try await make(service.alias, container, network: network, ports: ports)
        } catch {
            throw ContainerJobEngine.explain(error, at: container.span)
        }
    }

    private func make(
        _ alias: String,
        _ container: ContainerRequest,
        network: String,
        ports: [PortMapping]
    ) async throws -> RunningService {
        let reference = await replaced(container.image, kind: .serviceImage)
        let details = try await image(
            ImageRequest(
                reference: reference,
                platform: settings.platform,
                credentials: container.registry,
                policy: pullPolicy(of: container)
            )
        )
        var definition = ContainerDefinition(image: details.id, name: serviceName(alias))
        definition.process.environment = container.environmentLines
        try applyVolumes(of: container, to: &definition)
        try await applyOptions(of: container, reserved: Self.reservedOptions, to: &definition)
        try await admit(&definition, of: container)
        try await makeVolumes(of: &definition)
        if let entrypoint = container.entrypoint {
            definition.process.entrypoint = [entrypoint]
        }
        if let command = container.command {
            definition.process.command = OptionWords.split(command).map(\.text)
        }
        definition.labels.merge(settings.labels) { _, ours in ours }
        definition.network.mode = network
        if opening.container == nil {
            if !definition.network.aliases.isEmpty {
                definition.network.aliases = []
                await notHonoured(
                    "container option `--network-alias`",
                    reason: "a job without `container:` knows no names of its services",
                    at: container.options.span
                )
            }
            definition.network.links += serviceLinks
        } else {
            definition.network.aliases.append(alias)
        }
        let check = definition.healthCheck
        definition.healthCheck = .disabled
        let id = try await createContainer(definition).value
        try await engine.startContainer(id)
        let health = health(of: id, check: check, image: details, ports: ports)
        let verdict = try await health.wait()
        let failure = await failure(of: alias, container, id: id, verdict)
        let attachments = try await engine.container(id).networks.values
        return RunningService(
            alias: alias,
            id: id,
            networkID: network,
            address: attachments.first { !$0.address.isEmpty }?.address ?? "",
            ports: ports,
            failure: failure,
            isChecked: health.hasCommand,
            hasEnded: verdict.isEnd
        )
    }

    /// What waits until a service is healthy, or can no more become so.
    private func health(
        of id: String,
        check: HealthCheck,
        image: ImageDetails,
        ports: [PortMapping]
    ) -> ServiceHealth {
        let inherited: HealthProbe? =
            if case .custom(let probe) = image.configuration.healthCheck { probe } else { nil }
        let probe: HealthProbe? =
            switch check {
            case .custom(let probe): probe
            case .inherited: inherited
            case .disabled: nil
            }
        return ServiceHealth(
            engine: engine,
            container: id,
            probe: probe,
            inherited: inherited,
            ports: ServicePorts(ports.map(\.container), exposed: image.configuration.exposedPorts)
        )
    }

    /// Tells why a service is not healthy, where it did not become so.
    private func failure(
        of alias: String,
        _ container: ContainerRequest,
        id: String,
        _ verdict: ServiceHealth.Verdict
    ) async -> JobOpenError? {
        let problem: String
        switch verdict {
        case .healthy: return nil
        case .ended(let status):
            await warn("the service `\(alias)`, which has no health check, ended: status \(status)")
            await showLogs(of: id, titled: Self.failureTitle(alias))
            return nil
        case .unhealthy(let output):
            let text = output.split(whereSeparator: \.isNewline).last.map { ": \($0)" } ?? ""
            problem = "its health command did not succeed in time\(text)"
        case .exited(let status):
            problem = "its container ended with status \(status)"
        }
        await showLogs(of: id, titled: Self.failureTitle(alias))
        return JobOpenError(
            "the service `\(alias)` (`\(container.image)`) did not become ready: "
                + opening.masks.masked(problem).text,
            help: "its log is above",
            at: container.span,
            cause: .workflow
        )
    }
}

extension ContainerRequest {
    /// The login for the image's registry.
    var registry: RegistryCredentials? {
        credentials.map { RegistryCredentials(username: $0.username, password: $0.password) }
    }

    /// The variables of the container as its definition has them; `CI` is only given where the
    /// workflow has none.
    ///
    /// Source: actions/runner `DockerCommandManager.DockerCreate`
    var environmentLines: [String] {
        let hasOwn = environment.contains { $0.name == "CI" }
        return environment.map(\.line) + ["GITHUB_ACTIONS=true"] + (hasOwn ? [] : ["CI=true"])
    }
}
