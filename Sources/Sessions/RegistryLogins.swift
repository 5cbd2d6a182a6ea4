import ContainerEngine
import HostProcesses

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The logins that `docker login` keeps on this machine, for images without `credentials`.
struct RegistryLogins: Sendable {
    private struct Answer: Decodable {
        // As the protocol of the stores names them.
        var Username: String
        var Secret: String
    }

    private let logins: DockerLogins
    private let environment: [String: String]

    /// Reads the docker command's configuration.
    ///
    /// - Throws: `EngineError.badConfiguration`.
    init(_ settings: EngineSettings) throws {
        logins = try DockerLogins(settings)
        environment = settings.environment
    }

    /// The login for an image's registry; a store that does not answer has none.
    func credentials(for image: String) async -> RegistryCredentials? {
        switch logins.source(for: ImageReference(image)) {
        case .nowhere: return nil
        case .login(let credentials): return credentials
        case .helper(let name, let address): return await ask(name, for: address)
        }
    }

    private func ask(_ name: String, for address: String) async -> RegistryCredentials? {
        var command = HostCommand(
            "docker-credential-\(name)",
            ["get"],
            environment: environment
        )
        command.standardInput = Array(address.utf8)
        guard !name.contains("/"), let outcome = try? await command.run(), outcome.status.isSuccess,
            let answer = try? JSONDecoder().decode(
                Answer.self,
                from: Data(outcome.standardOutput)
            )
        else { return nil }
        // The name that stands for a token instead of a password.
        guard answer.Username != "<token>" else {
            return RegistryCredentials(identityToken: answer.Secret, serverAddress: address)
        }
        return RegistryCredentials(
            username: answer.Username,
            password: answer.Secret,
            serverAddress: address
        )
    }
}
