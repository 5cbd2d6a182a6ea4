import ContainerEngine
import InitProtocol
import Planning
import RunEvents
import Workflows

extension JobMaking {
    /// Where programs look for a Docker engine.
    private static let dockerSocket = "/var/run/docker.sock"

    /// Lets the programs of a job reach a Docker engine where they look for one.
    func offerDocker(on host: any StepHost, job: String) async throws {
        // Where init cannot run, nothing can listen for the job.
        guard let host = host as? InitStepHost else { return }
        let listener = ForwardRequest(
            listener: .unix(path: Self.dockerSocket, mode: 0o666),
            target: .host
        )
        switch settings.docker {
        case .none: break
        case .host:
            guard let path = engine.endpoint.socketPath else {
                await notHonoured(
                    "Docker engine of the machine",
                    reason: "only one that listens at a Unix socket can be handed to a job",
                    at: opening.job.work.runsOn.span
                )
                return
            }
            await opening.sink.send(.substitution(.machinesDocker(engine.endpoint)))
            _ = try await host.forward(listener) { await Self.carry($0, to: path) }
        case .own(let cache):
            let docker = JobDocker(making: self, job: job, cache: cache)
            _ = try await host.forward(listener) { await docker.serve($0) }
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
        let host = try await greet(stream)
        cleanup.precede(removal) { [engine] in
            await Self.end(id, of: host, engine)
            withExtendedLifetime(place) {}
        }
        return host
    }

    /// Carries one connection to a socket of this machine.
    private static func carry(_ near: HostChannel, to path: String) async {
        guard let far = try? SocketStream(path: path) else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while let bytes = await near.read() {
                    do { try await far.write(bytes) } catch { break }
                }
                far.finishWriting()
            }
            group.addTask {
                while let bytes = try? await far.read() {
                    guard await near.write(bytes[...]) else { break }
                }
                await near.finishWriting()
            }
        }
        far.close()
    }
}

extension Substitution {
    /// The machine's own engine, handed to a job.
    fileprivate static func machinesDocker(_ endpoint: EngineEndpoint) -> Substitution {
        Substitution(
            kind: .docker,
            original: "the runner's Docker engine",
            replacement: "\(endpoint)",
            source: "docker: host"
        )
    }
}
