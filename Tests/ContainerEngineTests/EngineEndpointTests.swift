import ContainerEngine
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("which engine is used")
struct EngineEndpointTests {
    /// A home folder made for one test.
    private struct Home: ~Copyable {
        let path: String

        init() throws {
            path =
                FileManager.default.temporaryDirectory.path
                + "/home-\(UInt64.random(in: 0 ... .max))"
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }

        func write(_ text: String, to name: String) throws {
            let url = URL(fileURLWithPath: "\(path)/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
        }
    }

    private static func address(
        _ environment: [String: String],
        home: String = "/nowhere",
        sockets: Set<String> = []
    ) throws -> String {
        try EngineEndpoint.resolve(EngineSettings(environment: environment, home: home)) {
            sockets.contains($0)
        }.description
    }

    @Test("`DOCKER_HOST` wins over everything else")
    func hostVariable() throws {
        let environment = ["DOCKER_HOST": "tcp://build:2375", "DOCKER_CONTEXT": "other"]
        #expect(try Self.address(environment) == "tcp://build:2375")
        #expect(try Self.address(["DOCKER_HOST": "unix:///run/x.sock"]) == "unix:///run/x.sock")
    }

    @Test(
        "addresses get their usual ports",
        arguments: [
            ("tcp://build", "tcp://build:2375"),
            ("tcp://:2375", "tcp://127.0.0.1:2375"),
            ("tcp://[::1]:99/", "tcp://[::1]:99"),
            ("https://build", "tcp://build:2376"),
        ]
    )
    func ports(host: String, expected: String) throws {
        #expect(try EngineEndpoint(host: host).description == expected)
    }

    @Test(
        "ssh addresses keep their user, port and path",
        arguments: [
            "ssh://build", "ssh://me@build", "ssh://me@build:2222/run/user/7/docker.sock",
            "ssh://[::1]:22",
        ]
    )
    func secureShell(host: String) throws {
        let endpoint = try EngineEndpoint(host: host)
        #expect(endpoint.description == host)
        #expect(!endpoint.isOnThisMachine)
    }

    @Test(
        "addresses of another kind say what is wrong with them",
        arguments: [
            ("ssh://me:word@build", "ssh takes no password from it"),
            ("ssh://", "it names no host"),
            ("ssh://@build", "its user has no name"),
            ("ssh://build:x", "its port is no number"),
            ("ssh://build?a=b", "it has more than a user, a host, a port and a path"),
            ("npipe:////./pipe/docker_engine", "`npipe://` is not supported"),
            ("/var/run/docker.sock", "it has no scheme"),
            ("unix://run/x", "its path is not absolute"),
            ("tcp://build:x", "its port is no number"),
            ("tcp://build:1/path", "it has a path"),
        ]
    )
    func otherAddresses(host: String, reason: String) {
        #expect(throws: EngineError.unsupportedAddress(host, reason: reason)) {
            try EngineEndpoint(host: host)
        }
    }

    @Test("the first socket there is of Docker, rootless Docker and Podman is used")
    func wellKnownSockets() throws {
        let environment = ["XDG_RUNTIME_DIR": "/run/user/7"]
        let paths = [
            "/var/run/docker.sock", "/run/user/7/docker.sock", "/run/user/7/podman/podman.sock",
        ]
        for index in paths.indices {
            let sockets = Set(paths[index...])
            #expect(
                try Self.address(environment, sockets: sockets) == "unix://\(paths[index])"
            )
        }
        #expect(try Self.address(environment) == "unix:///var/run/docker.sock")
    }

    @Test("a context is found by its name, with its keys")
    func contexts() throws {
        let home = try Home()
        try home.write(#"{"currentContext": "remote"}"#, to: ".docker/config.json")
        try home.write(
            #"{"Name":"remote","Endpoints":{"docker":{"Host":"tcp://far:2376"}}}"#,
            to: ".docker/contexts/meta/abc/meta.json"
        )
        try home.write("CA", to: ".docker/contexts/tls/abc/docker/ca.pem")
        let endpoint = try EngineEndpoint.resolve(
            EngineSettings(environment: [:], home: home.path)
        )
        #expect(endpoint.description == "tcp://far:2376")
        #expect(endpoint.origin == .context("remote"))
        #expect(endpoint.tls?.authority?.hasSuffix("abc/docker/ca.pem") == true)
        #expect(endpoint.tls?.verifiesServer == true)
        #expect(
            try Self.address(
                ["DOCKER_CONTEXT": "default"],
                home: home.path,
                sockets: ["/var/run/docker.sock"]
            )
                == "unix:///var/run/docker.sock"
        )
        #expect(throws: EngineError.unknownContext("lost", known: ["remote"])) {
            try Self.address(["DOCKER_CONTEXT": "lost"], home: home.path)
        }
    }

    @Test("`DOCKER_CONFIG` moves the configuration, and a broken one is an error")
    func configurationFolder() throws {
        let home = try Home()
        try home.write("{", to: "elsewhere/config.json")
        let path = "\(home.path)/elsewhere"
        #expect(
            throws: EngineError.badConfiguration(
                path: "\(path)/config.json",
                detail: "it is not JSON"
            )
        ) {
            try Self.address(["DOCKER_CONFIG": path])
        }
    }

    @Test("logins are found by the image's registry, in the file or in a store")
    func logins() throws {
        let home = try Home()
        try home.write(
            #"""
            {"auths": {"https://index.docker.io/v1/": {"auth": "bWU6c2VjcmV0OjE="},
                       "ghcr.io": {"auth": "", "identitytoken": "tok"}},
             "credHelpers": {"gcr.io": "gcloud"}}
            """#,
            to: ".docker/config.json"
        )
        let logins = try DockerLogins(EngineSettings(environment: [:], home: home.path))
        #expect(
            logins.source(for: ImageReference("redis:7"))
                == .login(
                    RegistryCredentials(
                        username: "me",
                        password: "secret:1",
                        serverAddress: "https://index.docker.io/v1/"
                    )
                )
        )
        #expect(
            logins.source(for: ImageReference("ghcr.io/o/app"))
                == .login(RegistryCredentials(identityToken: "tok", serverAddress: "ghcr.io"))
        )
        #expect(
            logins.source(for: ImageReference("gcr.io/o/app"))
                == .helper(name: "gcloud", address: "gcr.io")
        )
        #expect(logins.source(for: ImageReference("quay.io/o/app")) == .nowhere)
        #expect(
            try DockerLogins(EngineSettings(environment: [:])).source(for: ImageReference("x"))
                == .nowhere
        )
    }

    @Test("`DOCKER_TLS_VERIFY` turns TLS on with the files of `DOCKER_CERT_PATH`")
    func transportSecurity() throws {
        let home = try Home()
        for name in ["ca", "cert", "key"] { try home.write("x", to: "certs/\(name).pem") }
        let path = "\(home.path)/certs"
        let environment = [
            "DOCKER_HOST": "tcp://far", "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": path,
        ]
        let endpoint = try EngineEndpoint.resolve(EngineSettings(environment: environment))
        #expect(endpoint.description == "tcp://far:2376")
        #expect(
            endpoint.tls
                == EngineEndpoint.TLS(
                    authority: "\(path)/ca.pem",
                    certificate: "\(path)/cert.pem",
                    key: "\(path)/key.pem"
                )
        )
    }
}
