import HostProcesses
import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Jobs on engines that cannot mount this machine's folders.
@Suite("Engines without our folders", .needsDocker)
struct FolderReachTests {
    private static let job = """
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: |
                  echo "files=$(ls -A | tr '\\n' ' ')"
                  echo "status=$(git status --porcelain | tr '\\n' ',')"
        """

    private func expectCheckout(_ run: ProgramRun) {
        #expect(run.exitStatus == 0, "\(run)")
        #expect(run.value("files", in: "a") == ".git .github new ")
        #expect(run.value("status", in: "a") == "?? new,")
    }

    @Test("an engine elsewhere gets the files, init and certificates through its API")
    func elsewhere() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.job)
            try await fixture.commit()
            try fixture.write("new", "")
            let address = try await fixture.relayEngine()
            let run = try await fixture.run("ci", adding: ["DOCKER_HOST": address])
            expectCheckout(run)
        }
    }

    @Test(
        "a cache on an overlay, as in a development container, serves as well",
        .enabled(if: geteuid() == 0, "mounting an overlay needs root")
    )
    func overlayBelow() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.job)
            try await fixture.commit()
            try fixture.write("new", "")
            for name in ["lower", "upper", "work", "cache"] {
                try await fixture.execute("mkdir", ["-p", "\(fixture.folder)/\(name)"])
            }
            let layers = ["lower", "upper", "work"].map { name in
                "\(name)dir=\(fixture.folder)/\(name)"
            }
            try await fixture.execute(
                "mount",
                ["-t", "overlay", "overlay", "-o", layers.joined(separator: ","), fixture.cache]
            )
            fixture.onCleanUp {
                _ = try await HostCommand("umount", ["-l", fixture.cache], environment: [:]).run()
            }
            let run = try await fixture.run("ci")
            expectCheckout(run)
        }
    }
}

extension ProgramFixture {
    /// Relays a TCP port to the engine's socket, at a loopback address that does not look like this
    /// machine; gives the value for `DOCKER_HOST`.
    func relayEngine() async throws -> String {
        let portFile = "\(folder)/port"
        let socket = getenv("DOCKER_HOST").map { String(cString: $0) } ?? ""
        let path =
            socket.hasPrefix("unix://") ? String(socket.dropFirst(7)) : "/var/run/docker.sock"
        let relay = Task {
            _ = try await HostCommand(
                "python3",
                ["-c", Self.relay, path, portFile],
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
                directory: folder
            ).run()
        }
        onCleanUp { relay.cancel() }
        let deadline = ContinuousClock.now + .seconds(20)
        while access(portFile, R_OK) != 0, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        return "tcp://127.0.0.2:" + (try await execute("cat", [portFile]))
    }

    private static let relay = """
        import os, socket, sys, threading
        listener = socket.socket()
        listener.bind(('127.0.0.2', 0))
        listener.listen(64)
        with open(sys.argv[2] + '.new', 'w') as file:
            file.write(str(listener.getsockname()[1]))
        os.rename(sys.argv[2] + '.new', sys.argv[2])

        def pump(source, target):
            try:
                while data := source.recv(65536):
                    target.sendall(data)
                target.shutdown(socket.SHUT_WR)
            except OSError:
                pass

        while True:
            client, _ = listener.accept()
            engine = socket.socket(socket.AF_UNIX)
            engine.connect(sys.argv[1])
            for pair in ((client, engine), (engine, client)):
                threading.Thread(target=pump, args=pair, daemon=True).start()
        """
}
