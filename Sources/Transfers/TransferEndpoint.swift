/// Where an HTTP server listens and how to trust it.
package struct TransferEndpoint: Sendable, Hashable {
    /// The kinds of address a client connects to.
    package enum Address: Sendable, Hashable {
        /// A stream socket in the file system, by its absolute path.
        case unix(path: String)
        /// A host name or IP address, and a port.
        case tcp(host: String, port: Int)
        /// A program that leads to the server, started for every connection.
        case command(ConnectionCommand)
    }

    /// Where the server listens.
    package var address: Address
    /// TLS settings; `nil` means plain HTTP.
    package var tls: TLSMaterial?
    /// The longest a connection may take to be made.
    package var connectTimeout: Duration

    /// An endpoint that waits ten seconds for a connection unless told otherwise.
    package init(
        _ address: Address,
        tls: TLSMaterial? = nil,
        connectTimeout: Duration = .seconds(10)
    ) {
        self.address = address
        self.tls = tls
        self.connectTimeout = connectTimeout
    }
}

/// The files that prove who we are and who the server is, all in PEM form.
package struct TLSMaterial: Sendable, Hashable {
    /// Certificates the server's must descend from; `nil` trusts the system's.
    package var authority: String?
    /// Our own certificate, for servers that ask for one.
    package var certificate: String?
    /// The private key of `certificate`.
    package var key: String?
    /// Whether the server's certificate and host name are checked.
    package var verifiesServer: Bool

    /// TLS by file paths; checking the server unless told otherwise.
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

extension TransferEndpoint: CustomStringConvertible {
    /// The path of the socket, or host and port.
    package var description: String {
        switch address {
        case .unix(let path): path
        case .tcp(let host, let port): "\(host.contains(":") ? "[\(host)]" : host):\(port)"
        case .command(let command): command.arguments.joined(separator: " ")
        }
    }

    /// The scheme, host and port that stand before a request's path in its URL.
    var origin: String {
        switch address {
        case .unix, .command: "http://localhost"
        case .tcp: "\(tls == nil ? "http" : "https")://\(description)"
        }
    }

    /// The value of the `Host` header for requests written by hand.
    var hostHeader: String {
        switch address {
        case .unix, .command: "localhost"
        case .tcp: description
        }
    }

    /// Whether connections are Unix sockets.
    var isSocket: Bool {
        if case .tcp = address { false } else { true }
    }
}
