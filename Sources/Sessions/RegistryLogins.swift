import ContainerEngine
import HostProcesses
import RunEvents

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

    /// The login for an image's registry; nil where there is none.
    ///
    /// A store that fails is said in the report: what needs the login is refused later, for a
    /// reason that the registry does not know.
    func credentials(for image: String, report: RunReport) async -> RegistryCredentials? {
        switch logins.source(for: ImageReference(image)) {
        case .nowhere: return nil
        case .login(let credentials): return credentials
        case .helper(let name, let address):
            do {
                return try await ask(name, for: address)
            } catch {
                await report.send(
                    .notHonoured(
                        NotHonoured(
                            subject: "login by `docker-credential-\(name)`",
                            reason: error.reason
                        )
                    )
                )
                return nil
            }
        }
    }

    /// Why a helper gave no answer.
    private struct Failure: Error {
        let reason: String
    }

    /// What a helper answers that has no login, as those of Docker do.
    ///
    /// - Source: docker/docker-credential-helpers, `credentials/error.go`
    private static let notFound = "credentials not found in native keychain"

    private func ask(
        _ name: String,
        for address: String
    ) async throws(Failure) -> RegistryCredentials? {
        guard !name.contains("/") else { throw Failure(reason: "it is a path, not a name") }
        let outcome = try await outcome(of: name, address)
        guard outcome.status.isSuccess else {
            let lines = (outcome.outputText + outcome.errorText).split(whereSeparator: \.isNewline)
            if lines.first.map(String.init) == Self.notFound { return nil }
            let said = lines.first.map { ": \($0)" } ?? ""
            throw Failure(reason: "it ended with \(outcome.status.code)\(said)")
        }
        let bytes = Data(outcome.standardOutput)
        guard let answer = try? JSONDecoder().decode(Answer.self, from: bytes) else {
            throw Failure(reason: "its answer has no `Username` and `Secret`")
        }
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

    private func outcome(
        of name: String,
        _ address: String
    ) async throws(Failure) -> ProcessOutcome {
        var command = HostCommand(
            "docker-credential-\(name)",
            ["get"],
            environment: environment
        )
        command.standardInput = Array(address.utf8)
        do {
            return try await command.run()
        } catch {
            throw Failure(reason: "\(error)")
        }
    }
}
