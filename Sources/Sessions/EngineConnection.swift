import ContainerEngine

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
    /// - Throws: `SetupError` with what the engine said.
    func made() async throws(SetupError) -> (Engine, RegistryLogins) {
        do {
            return try await task.value
        } catch let error as EngineError {
            throw SetupError(engine: error.message, help: error.help)
        } catch {
            throw SetupError(engine: "\(error)", help: nil)
        }
    }
}
