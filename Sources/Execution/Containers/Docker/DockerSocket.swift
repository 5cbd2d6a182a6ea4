import InitProtocol

/// The socket where programs look for a Docker engine, as the containers of a job have it.
struct DockerSocket: Sendable {
    /// Where it is.
    static let path = "/var/run/docker.sock"

    /// Carries one connection to an engine.
    let serve: @Sendable (HostChannel) async -> Void

    /// Listens in a container.
    func offer(on host: InitStepHost) async throws(StepHostError) {
        let listener = ForwardRequest(
            listener: .unix(path: Self.path, mode: 0o666),
            target: .host
        )
        _ = try await host.forward(listener, accept: serve)
    }
}
