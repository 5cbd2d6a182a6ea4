#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension EngineEndpoint {
    /// The engine that the docker command would use with these settings.
    ///
    /// In order: `DOCKER_HOST`; the context of `DOCKER_CONTEXT`, then that of the docker
    /// command's configuration; the first socket there is of Docker, rootless Docker and Podman.
    /// Where there is none, Docker's own path is returned, so that reaching it says so.
    ///
    /// - Throws: `EngineError.unsupportedAddress`, `.unknownContext`, `.badConfiguration`.
    /// - Source: <https://docs.docker.com/reference/cli/docker/#environment-variables>
    package static func resolve(
        _ settings: EngineSettings,
        isSocket: (String) -> Bool = Self.isSocket
    ) throws -> EngineEndpoint {
        if let host = settings["DOCKER_HOST"] {
            return try EngineEndpoint(
                host: host,
                tls: tls(of: settings),
                origin: .hostVariable,
                environment: settings.environment
            )
        }
        let contexts = DockerContexts(folder: settings.configurationFolder)
        let name = try settings["DOCKER_CONTEXT"] ?? contexts.currentName()
        if let name, name != "default" {
            return try contexts.endpoint(of: name, environment: settings.environment)
        }
        let found = wellKnownSockets(settings).first(where: isSocket)
        return EngineEndpoint(.unix(path: found ?? "/var/run/docker.sock"), origin: .wellKnown)
    }

    /// An endpoint from an address as `DOCKER_HOST` spells it.
    ///
    /// The environment is that of `ssh` where the address needs it.
    ///
    /// - Throws: `EngineError.unsupportedAddress`.
    package init(
        host: String,
        tls: TLS? = nil,
        origin: Origin = .given,
        environment: [String: String] = [:]
    ) throws {
        guard let separator = host.firstRange(of: "://") else {
            throw EngineError.unsupportedAddress(host, reason: "it has no scheme")
        }
        let rest = String(host[separator.upperBound...])
        switch host[..<separator.lowerBound] {
        case "unix":
            guard rest.hasPrefix("/") else {
                throw EngineError.unsupportedAddress(host, reason: "its path is not absolute")
            }
            self.init(.unix(path: rest), origin: origin)
        case "tcp", "http", "https":
            let isSecure = host.hasPrefix("https:") ? tls ?? TLS() : tls
            let (name, port) = try Self.hostAndPort(
                rest,
                of: host,
                standardPort: isSecure == nil ? 2375 : 2376
            )
            self.init(.tcp(host: name, port: port), tls: isSecure, origin: origin)
        case "ssh":
            let address = try SecureShellAddress(rest, of: host, environment: environment)
            self.init(.ssh(address), origin: origin)
        case let scheme:
            throw EngineError.unsupportedAddress(
                host,
                reason: "`\(scheme)://` is not supported"
            )
        }
    }

    /// Whether a path leads to something; a missing socket is the common case.
    package static func isSocket(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    private static func wellKnownSockets(_ settings: EngineSettings) -> [String] {
        var paths = ["/var/run/docker.sock"]
        if let runtime = settings["XDG_RUNTIME_DIR"] {
            paths += ["\(runtime)/docker.sock", "\(runtime)/podman/podman.sock"]
        }
        paths.append("\(settings.home)/.docker/run/docker.sock")
        return paths
    }

    /// TLS for `DOCKER_HOST`: on with any `DOCKER_TLS_VERIFY` or `DOCKER_TLS`.
    private static func tls(of settings: EngineSettings) -> TLS? {
        let verifies = settings["DOCKER_TLS_VERIFY"] != nil
        guard verifies || settings["DOCKER_TLS"] != nil else { return nil }
        let folder = settings["DOCKER_CERT_PATH"] ?? settings.configurationFolder
        return TLS(folder: folder, verifiesServer: verifies)
    }

    private static func hostAndPort(
        _ text: String,
        of address: String,
        standardPort: Int
    ) throws -> (String, Int) {
        let authority = text.prefix { $0 != "/" }
        let remainder = text.dropFirst(authority.count)
        guard remainder.isEmpty || remainder == "/" else {
            throw EngineError.unsupportedAddress(address, reason: "it has a path")
        }
        var name = Substring(authority)
        var port = standardPort
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = Int(authority[authority.index(after: colon)...]),
                (1...65_535).contains(number)
            else { throw EngineError.unsupportedAddress(address, reason: "its port is no number") }
            port = number
            name = authority[..<colon]
        }
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        return (name.isEmpty ? "127.0.0.1" : String(name), port)
    }
}

extension EngineEndpoint.TLS {
    /// The files with the usual names that are in a folder.
    init(folder: String, verifiesServer: Bool) {
        func path(_ name: String) -> String? {
            let path = "\(folder)/\(name)"
            return access(path, F_OK) == 0 ? path : nil
        }
        self.init(
            authority: path("ca.pem"),
            certificate: path("cert.pem"),
            key: path("key.pem"),
            verifiesServer: verifiesServer
        )
    }
}
