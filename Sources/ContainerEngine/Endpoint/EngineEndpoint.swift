import Transfers

/// Where a container engine listens and which setting says so.
package struct EngineEndpoint: Sendable, Hashable {
    /// The engine's address.
    package enum Address: Sendable, Hashable {
        /// A socket in the file system, by its absolute path.
        case unix(path: String)
        /// A host name or IP address, and a port.
        case tcp(host: String, port: Int)
        /// A host that `ssh` leads to.
        case ssh(SecureShellAddress)
    }

    /// What made us choose this address; shown in errors.
    package enum Origin: Sendable, Hashable {
        /// `DOCKER_HOST`.
        case hostVariable
        /// A Docker context, by its name.
        case context(String)
        /// Nothing was set: a well-known socket.
        case wellKnown
        /// The caller said so.
        case given
    }

    /// Files for TLS, in PEM form.
    package struct TLS: Sendable, Hashable {
        /// Certificates the engine's must descend from; `nil` trusts the system's.
        package var authority: String?
        /// Our own certificate.
        package var certificate: String?
        /// The private key of `certificate`.
        package var key: String?
        /// Whether the engine's certificate and host name are checked.
        package var verifiesServer: Bool

        /// TLS by file paths.
        package init(
            authority: String? = nil,
            certificate: String? = nil,
            key: String? = nil,
            verifiesServer: Bool = true
        ) {
            self.authority = authority
            self.certificate = certificate
            self.key = key
            self.verifiesServer = verifiesServer
        }
    }

    /// Where the engine listens.
    package var address: Address
    /// TLS settings; `nil` means none, as for every socket in the file system.
    package var tls: TLS?
    /// What made us choose it.
    package var origin: Origin

    /// An endpoint the caller names.
    package init(_ address: Address, tls: TLS? = nil, origin: Origin = .given) {
        self.address = address
        self.tls = tls
        self.origin = origin
    }

    /// Whether the address is on this machine, so that paths of ours may mean the same to it.
    package var isOnThisMachine: Bool {
        switch address {
        case .unix: true
        case .tcp(let host, _): ["localhost", "127.0.0.1", "::1"].contains(host)
        case .ssh: false
        }
    }

    /// The path of the socket it listens at; nil where it is reached otherwise.
    package var socketPath: String? {
        if case .unix(let path) = address { path } else { nil }
    }

    /// The same place in the words of `Transfers`.
    var transferEndpoint: TransferEndpoint {
        let material = tls.map {
            TLSMaterial(
                authority: $0.authority,
                certificate: $0.certificate,
                key: $0.key,
                verifiesServer: $0.verifiesServer
            )
        }
        switch address {
        case .unix(let path): return TransferEndpoint(.unix(path: path), tls: material)
        case .tcp(let host, let port):
            return TransferEndpoint(.tcp(host: host, port: port), tls: material)
        case .ssh(let address): return TransferEndpoint(.command(address.command))
        }
    }
}

extension EngineEndpoint: CustomStringConvertible {
    /// The address as `DOCKER_HOST` would spell it.
    package var description: String {
        switch address {
        case .unix(let path): "unix://\(path)"
        case .tcp(let host, let port):
            "tcp://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        case .ssh(let address): address.description
        }
    }
}
