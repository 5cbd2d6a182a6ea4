import ContainerEngine
import InitProtocol
import Planning
import RunEvents
import Workflows

extension JobMaking {
    /// Whether the job's container has a Docker engine where programs look for one.
    var offersDocker: Bool {
        switch settings.docker {
        case .own: true
        case .host: engine.endpoint.socketPath != nil
        case .none: false
        }
    }

    /// What the programs of a job reach where they look for a Docker engine.
    func docker(of job: String) async -> DockerSocket? {
        switch settings.docker {
        case .none: return nil
        case .host:
            guard let path = engine.endpoint.socketPath else {
                await notHonoured(
                    "Docker engine of the machine",
                    reason: "only one that listens at a Unix socket can be handed to a job",
                    at: opening.job.work.runsOn.span
                )
                return nil
            }
            await opening.sink.send(.substitution(.machinesDocker(engine.endpoint)))
            return DockerSocket { await $0.relay(toSocket: path) }
        case .own(let cache, let names):
            await reportMachineNames()
            let registries = LocalRegistries(
                names: names,
                sink: opening.sink,
                span: opening.job.work.runsOn.span,
                note: { [pushed, key = opening.key] in pushed.note($0, by: key) }
            )
            let docker = JobDocker(making: self, job: job, cache: cache, registries: registries)
            return DockerSocket { await docker.serve($0) }
        }
    }

    /// Lets the programs of a container reach an engine where they look for one.
    func offer(_ docker: DockerSocket?, on host: any StepHost) async {
        // Where init cannot run, nothing can listen.
        guard let docker, let host = host as? InitStepHost else { return }
        do {
            try await docker.offer(on: host)
        } catch {
            // As in a container whose own files can only be read.
            await notHonoured(
                "Docker engine of the job",
                reason: "its socket cannot be made: \(error)",
                at: opening.job.work.runsOn.span
            )
        }
    }

    /// Starts a container of ours whose first process is init, with the job's own copy of it.
    ///
    /// `place` is what nobody else may have before the container is gone.
    func serveOwn(
        _ definition: ContainerDefinition,
        keeping place: DockerCache.Place?
    ) async throws -> InitStepHost {
        let (id, removal) = try await createContainer(definition)
        let stream = try await engine.attach(to: id)
        try await engine.startContainer(id)
        let host = try await greet(stream, AttachedInitTransport(stream))
        cleanup.precede(removal) { [engine] in
            await Self.end(id, of: host, engine)
            withExtendedLifetime(place) {}
        }
        return host
    }
}

extension Substitution {
    /// The machine's own engine, handed to a job.
    fileprivate static func machinesDocker(_ endpoint: EngineEndpoint) -> Substitution {
        Substitution(
            kind: .docker,
            original: "the runner's Docker engine",
            replacement: "\(endpoint)",
            source: "--docker host"
        )
    }
}
