#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The logins that `docker login` has kept, so that private images are pulled as usual.
///
/// Source: <https://docs.docker.com/reference/cli/docker/login/#credential-stores>
package struct DockerLogins: Sendable {
    /// Where the login of a registry is.
    package enum Source: Sendable, Hashable {
        /// There is none.
        case nowhere
        /// In the configuration itself.
        case login(RegistryCredentials)
        /// In a store: the program `docker-credential-<name>`, called with `get` and given the
        /// address on its input, answers `{"Username": …, "Secret": …}`.
        case helper(name: String, address: String)
    }

    private struct Configuration: Decodable {
        struct Login: Decodable {
            var auth: String?
            var identitytoken: String?
        }
        var auths: [String: Login]?
        var credsStore: String?
        var credHelpers: [String: String]?
    }

    private let configuration: Configuration?

    /// Reads the docker command's configuration; no file is no logins.
    ///
    /// - Throws: `EngineError.badConfiguration`.
    package init(_ settings: EngineSettings) throws {
        configuration = try DockerContexts.read("\(settings.configurationFolder)/config.json")
    }

    /// Where the login for an image's registry is.
    package func source(for image: ImageReference) -> Source {
        let registry = image.registry
        let isHub = registry == "docker.io"
        let address = isHub ? "https://index.docker.io/v1/" : registry
        if let helper = configuration?.credHelpers?[registry] {
            return .helper(name: helper, address: address)
        }
        if let store = configuration?.credsStore, !store.isEmpty {
            return .helper(name: store, address: address)
        }
        for (key, login) in configuration?.auths ?? [:] where Self.host(key) == Self.host(address) {
            if let credentials = Self.credentials(login, address: key) {
                return .login(credentials)
            }
        }
        return .nowhere
    }

    private static func credentials(
        _ login: Configuration.Login,
        address: String
    ) -> RegistryCredentials? {
        if let token = login.identitytoken, !token.isEmpty {
            return RegistryCredentials(identityToken: token, serverAddress: address)
        }
        guard let auth = login.auth, let data = Data(base64Encoded: auth) else { return nil }
        let parts = String(decoding: data, as: UTF8.self)
            .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return RegistryCredentials(
            username: String(parts[0]),
            password: String(parts[1].prefix { $0 != "\0" }),
            serverAddress: address
        )
    }

    /// A registry's address without scheme and path.
    private static func host(_ address: String) -> Substring {
        let start = address.firstRange(of: "://")?.upperBound ?? address.startIndex
        return address[start...].prefix { $0 != "/" }
    }
}
