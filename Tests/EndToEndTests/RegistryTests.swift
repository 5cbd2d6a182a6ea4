import HostProcesses
import RunEvents
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Logins for registries, asked for by a registry that has nothing to give.
@Suite("Registry logins", .needsDocker)
struct RegistryTests {
    /// Answers 401 without a login and 404 with one, which it writes down.
    private static let registry = """
        import http.server, sys
        class Registry(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                login = self.headers.get("Authorization")
                if login:
                    open(sys.argv[1], "a").write(login + "\\n")
                self.send_response(404 if login else 401)
                self.send_header("WWW-Authenticate", 'Basic realm="test"')
                self.send_header("Content-Length", "0")
                self.end_headers()
            do_HEAD = do_GET
            def log_message(self, *arguments):
                pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Registry)
        print(server.server_port, flush=True)
        server.serve_forever()
        """

    /// Runs `body` beside a registry and gives the logins that it was shown.
    private func logins(
        _ fixture: ProgramFixture,
        during body: (_ address: String) async throws -> Void
    ) async throws -> Set<String> {
        let notes = "\(fixture.folder)/logins"
        let command = HostCommand(
            "python3",
            ["-c", Self.registry, notes],
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"]
        )
        let (ports, port) = AsyncStream.makeStream(of: String.self)
        let serving = Task {
            try await command.stream { _ in
            } to: { bytes in
                port.yield(String(decoding: bytes, as: UTF8.self))
            }
        }
        defer { serving.cancel() }
        var first = ports.makeAsyncIterator()
        let text = try #require(await first.next()).filter(\.isNumber)
        try await body("localhost:\(text)")
        let noted = FileManager.default.contents(atPath: notes) ?? Data()
        return Set(String(decoding: noted, as: UTF8.self).split(separator: "\n").map(String.init))
    }

    private func workflow(_ container: String) -> String {
        "jobs: { a: { runs-on: ubuntu-latest, container: \(container), steps: [{ run: 'true' }] } }"
    }

    private func basic(_ login: String) -> String {
        "Basic " + Data(login.utf8).base64EncodedString()
    }

    @Test("an image is pulled with its `credentials`, which are never shown")
    func credentials() async throws {
        try await ProgramFixture.with { fixture in
            let seen = try await logins(fixture) { address in
                try fixture.workflow(
                    workflow(
                        "{ image: '\(address)/private:1', credentials: "
                            + "{ username: ann, password: '${{ secrets.PASSWORD }}' } }"
                    )
                )
                let run = try await fixture.run("ci", "-s", "PASSWORD=opensesame")
                #expect(run.exitStatus == 4, "\(run)")
                #expect(!run.standardOutput.contains("opensesame"))
            }
            #expect(seen == [basic("ann:opensesame")])
        }
    }

    @Test("without `credentials` the login is used that the docker command keeps")
    func kept() async throws {
        try await ProgramFixture.with { fixture in
            let seen = try await logins(fixture) { address in
                try fixture.workflow(workflow("'\(address)/private:1'"))
                let login = Data("ben:kept".utf8).base64EncodedString()
                try fixture.write(
                    "../home/.docker/config.json",
                    #"{"auths": {"\#(address)": {"auth": "\#(login)"}}}"#
                )
                #expect(try await fixture.run("ci").exitStatus == 4)
            }
            #expect(seen == [basic("ben:kept")])
        }
    }

    @Test("a credential helper is asked as the docker command asks it")
    func helper() async throws {
        try await ProgramFixture.with { fixture in
            let seen = try await logins(fixture) { address in
                try fixture.workflow(workflow("'\(address)/private:1'"))
                try await fixture.writeProgram(
                    "../bin/docker-credential-test",
                    """
                    #!/bin/sh
                    read -r address
                    printf '{"ServerURL":"%s","Username":"eve","Secret":"%s"}' "$address" "$1"
                    """
                )
                try fixture.write("../home/.docker/config.json", #"{"credsStore": "test"}"#)
                let path = "\(fixture.folder)/bin:/usr/local/bin:/usr/bin:/bin"
                #expect(try await fixture.run("ci", adding: ["PATH": path]).exitStatus == 4)
            }
            #expect(seen == [basic("eve:get")])
        }
    }

    @Test(
        "a helper that fails is told, one that has no login is not",
        arguments: [
            ("echo 'the keyring is locked'; exit 1", "it ended with 1: the keyring is locked"),
            ("echo '{}'", "its answer has no `Username` and `Secret`"),
            ("echo 'credentials not found in native keychain'; exit 1", nil),
        ]
    )
    func failingHelper(script: String, reason: String?) async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(workflow("localhost:1/private:1"))
            try await fixture.writeProgram(
                "../bin/docker-credential-test",
                "#!/bin/sh\n\(script)\n"
            )
            try fixture.write("../home/.docker/config.json", #"{"credsStore": "test"}"#)
            let path = "\(fixture.folder)/bin:/usr/local/bin:/usr/bin:/bin"
            let run = try await fixture.run("ci", adding: ["PATH": path])
            let said = run.notHonoured.first { $0.subject == "login by `docker-credential-test`" }
            #expect(said?.reason == reason, "\(run)")
        }
    }
}
