import ContainerEngine
import Execution

/// The connection of a run to its engine, which is made while the repository is still being read.
///
/// Opening libcurl alone takes longer than all calls before the first container.
struct EngineConnection: Sendable {
    private let task: Task<(Engine, RegistryLogins), any Error>

    /// Starts to connect to the engine that the docker command uses.
    init(_ machine: MachineFacts) {
        task = Task {
            let settings = EngineSettings(environment: machine.environment, home: machine.home)
            let logins = try RegistryLogins(settings)
            return (try await Engine.connect(to: EngineEndpoint.resolve(settings)), logins)
        }
    }

    /// The engine, with the logins that the docker command keeps.
    ///
    /// - Throws: `SetupError` with what the engine said, or once the run is cancelled.
    func made(
        unless signal: CancellationSignal
    ) async throws(SetupError) -> (Engine, RegistryLogins) {
        let observer = signal.observe { [task] _ in task.cancel() }
        defer { signal.stopObserving(observer) }
        do {
            return try await task.value
        } catch {
            if signal.isCancelled { throw .cancelled }
            throw SetupError(refusal: error)
        }
    }
}
