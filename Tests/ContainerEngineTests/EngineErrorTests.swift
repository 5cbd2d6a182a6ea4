import Testing

@testable import ContainerEngine

@Suite("engine errors")
struct EngineErrorTests {
    private static let endpoint = EngineEndpoint(
        .unix(path: "/var/run/docker.sock"),
        origin: .wellKnown
    )

    @Test("an engine that cannot be reached says where, why and what to do")
    func unreachable() {
        let missing = EngineError.unreachable(Self.endpoint, .noSocket)
        #expect(
            missing.message
                == "cannot reach the container engine at `unix:///var/run/docker.sock`: "
                + "no such socket"
        )
        #expect(missing.help == "start Docker, or set `DOCKER_HOST`")
        #expect(
            EngineError.unreachable(Self.endpoint, .permissionDenied).help
                == "add your user to the `docker` group, or set `DOCKER_HOST`"
        )
    }

    @Test(
        "the engine's refusals become errors with data",
        arguments: [
            (404, "No such image: app:1", EngineError.notFound(.image, name: "app:1")),
            (404, "No such container: abc", .notFound(.container, name: "abc")),
            (404, "network web not found", .notFound(.network, name: "web")),
            (
                404,
                "could not find an available, non-overlapping IPv4 address pool among the defaults",
                .noAddresses(
                    detail: "could not find an available, non-overlapping IPv4 address pool "
                        + "among the defaults"
                )
            ),
            (404, "page not found", .notFound(.container, name: "subject")),
            (
                409, #"Conflict. The container name "/a" is already in use by container "b"."#,
                .nameTaken(
                    .container,
                    name: "subject",
                    detail:
                        #"Conflict. The container name "/a" is already in use by container "b"."#
                )
            ),
            (
                409, "network with name web already exists",
                .nameTaken(
                    .container,
                    name: "subject",
                    detail: "network with name web already exists"
                )
            ),
            (
                409, "volume is in use - [abc]",
                .inUse(.container, name: "subject", detail: "volume is in use - [abc]")
            ),
            (
                500, "write /x: no space left on device",
                .diskFull(detail: "write /x: no space left on device")
            ),
            (
                500, "failed to mount local volume: mount overlay:/v/_data: invalid argument",
                .cannotMount(
                    .volume,
                    detail: "failed to mount local volume: mount overlay:/v/_data: invalid argument"
                )
            ),
            (
                400, "invalid mount config for type \"bind\": bind source path does not exist: /x",
                .cannotMount(
                    .file,
                    detail:
                        "invalid mount config for type \"bind\": bind source path does not exist: /x"
                )
            ),
            (
                500, "driver failed: Bind for 0.0.0.0:80 failed: port is already allocated",
                .portTaken(
                    detail: "driver failed: Bind for 0.0.0.0:80 failed: port is already allocated"
                )
            ),
            (
                400,
                #"OCI runtime create failed: exec: "nope": executable file not found in $PATH"#,
                .cannotExecute(
                    command: "nope",
                    detail:
                        #"OCI runtime create failed: exec: "nope": executable file not found in $PATH"#
                )
            ),
            (500, "something else", .refused(status: 500, message: "something else")),
        ]
    )
    func refusals(status: Int, message: String, expected: EngineError) throws {
        let body = try JSONValue.object(["message": .string(message)]).bytes()
        #expect(EngineError(status: status, body: body, subject: .container("subject")) == expected)
    }

    @Test(
        "a failed pull says why",
        arguments: [
            (
                "pull access denied for app, repository does not exist or may require 'docker login'",
                "denied"
            ),
            ("manifest for app:9 not found: manifest unknown: manifest unknown", "notFound"),
            ("toomanyrequests: You have reached your pull rate limit", "rateLimited"),
            ("Get \"https://ghcr.io/v2/\": dial tcp: lookup ghcr.io: no such host", "network"),
            ("no matching manifest for linux/arm64 in the manifest list entries", "noPlatform"),
            ("strange", "other"),
        ]
    )
    func pulls(message: String, name: String) {
        let error = EngineError.refused(status: 500, message: message).asPullFailure(of: "app")
        guard case .pullFailed("app", let failure) = error else {
            Issue.record("\(error)")
            return
        }
        #expect("\(failure)".hasPrefix(name))
        #expect(failure.detail == message)
    }

    @Test("no message ends in a period or starts with a capital, and none is empty")
    func wording() {
        let errors: [EngineError] = [
            .unreachable(Self.endpoint, .nobodyListens), .unsupportedAddress("x", reason: "y"),
            .badConfiguration(path: "x", detail: "y"), .unknownContext("x", known: ["y"]),
            .connectionLost(detail: "x"),
            .tooOld(engine: .init(major: 1, minor: 2), needed: .oldest),
            .notFound(.image, name: "x"), .pullFailed(image: "x", .denied(detail: "y")),
            .nameTaken(.network, name: "x", detail: "y"), .inUse(.volume, name: "x", detail: "y"),
            .diskFull(detail: "x"), .portTaken(detail: "x"),
            .cannotExecute(command: "x", detail: "y"), .refused(status: 500, message: "x"),
            .unexpectedAnswer(detail: "x"),
        ]
        for error in errors {
            for text in [error.message, error.help].compactMap({ $0 }) {
                #expect(text.last != "." && text.first?.isUppercase == false)
            }
        }
    }

    @Test("a password is not in a login's description")
    func credentialsStaySecret() {
        let login = RegistryCredentials(username: "me", password: "hunter2")
        #expect(!"\(login)".contains("hunter2"))
    }

    @Test("an engine's name is taken apart as the docker command does it")
    func references() {
        let cases: [(String, String, String, String)] = [
            ("redis", "docker.io", "redis", "latest"),
            ("redis:7", "docker.io", "redis", "7"),
            ("localhost:5000/app", "localhost:5000", "localhost:5000/app", "latest"),
            ("ghcr.io/o/app:1@sha256:ab", "ghcr.io", "ghcr.io/o/app", "sha256:ab"),
            ("owner/app:x", "docker.io", "owner/app", "x"),
        ]
        for (text, registry, repository, version) in cases {
            let reference = ImageReference(text)
            #expect(reference.registry == registry)
            #expect(reference.repository == repository)
            #expect(reference.version == version)
            #expect(reference.description == text)
        }
    }
}
