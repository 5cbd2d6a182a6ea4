import ContainerEngine
import Foundation
import Testing

/// Whether a login through ssh can be made here.
private let canLogIn =
    DockerAvailability.isExpected
    && ["/usr/bin/ssh", "/usr/bin/ssh-keygen", "/usr/sbin/sshd"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    && ["/usr/local/bin/docker", "/usr/bin/docker"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

@Suite(
    "an engine behind ssh",
    .enabled(
        if: canLogIn,
        "needs a container engine, the docker command, openssh-client and openssh-server"
    ),
    .timeLimit(.minutes(10))
)
struct SecureShellTests {
    @Test("requests and attached streams go through ssh")
    func reached() async throws {
        try await BusyboxImage.shared.provide(
            to: Engine.connect(to: EngineEndpoint(.unix(path: "/var/run/docker.sock")))
        )
        let shell = try await SecureShell.make()
        defer { shell.remove() }
        let engine = try await Engine.connect(to: shell.endpoint(of: "engine"))
        try await ContainerFixture.exchange(with: engine)
    }

    @Test("a path is the engine's socket there")
    func socket() async throws {
        let shell = try await SecureShell.make()
        defer { shell.remove() }
        _ = try await Engine.connect(to: shell.endpoint(of: "engine/var/run/docker.sock"))
        do {
            _ = try await Engine.connect(to: shell.endpoint(of: "engine/nowhere/it's.sock"))
            Issue.record("reached an engine at a socket that is not there")
        } catch EngineError.unreachable(_, .other(let detail)) {
            #expect(detail.contains("/nowhere/it's.sock"), "\(detail)")
        }
    }

    @Test(
        "each thing that keeps ssh from leading there is told with a way out",
        arguments: [
            ("nowhere.invalid", UnreachableReason.unknownHost, "correct `DOCKER_HOST`"),
            ("me@stranger", .unknownHostKey, "log in by hand with `ssh -l me stranger`"),
            ("me@refused", .keyRefused, "make `ssh -l me refused` work without a question"),
            ("bare", .noDockerCommand, "install Docker there"),
        ]
    )
    func refusals(host: String, reason: UnreachableReason, help: String) async throws {
        let shell = try await SecureShell.make()
        defer { shell.remove() }
        do {
            _ = try await Engine.connect(to: shell.endpoint(of: host))
            Issue.record("reached an engine at `\(host)`")
        } catch let error as EngineError {
            #expect(error == .unreachable(try shell.endpoint(of: host), reason))
            #expect(error.help?.contains(help) == true, "\(error)")
        }
    }

    @Test("a machine without ssh is told what to install")
    func noShell() async throws {
        let endpoint = try EngineEndpoint.resolve(
            EngineSettings(environment: ["DOCKER_HOST": "ssh://far", "PATH": "/nowhere"])
        )
        await #expect(throws: EngineError.unreachable(endpoint, .noShell)) {
            _ = try await Engine.connect(to: endpoint)
        }
    }

    @Test("ssh ends with the connections that it carried")
    func ends() async throws {
        let shell = try await SecureShell.make()
        defer { shell.remove() }
        var engine: Engine? = try await Engine.connect(to: shell.endpoint(of: "engine"))
        #expect(shell.isRunning)
        withExtendedLifetime(engine) {}
        engine = nil
        let deadline = ContinuousClock.now + .seconds(30)
        while shell.isRunning, ContinuousClock.now < deadline { await Task.yield() }
        #expect(!shell.isRunning)
    }
}

/// A client and a server of ssh that know only each other: the server is a child of the client,
/// so that no port is opened.
private struct SecureShell {
    /// Holds keys and settings, and first in `PATH` an `ssh` that uses them.
    let folder: String

    static func make() async throws -> SecureShell {
        let folder = NSTemporaryDirectory() + "ssh-\(UInt64.random(in: 0 ... .max))"
        let files = FileManager.default
        try files.createDirectory(atPath: "\(folder)/bin", withIntermediateDirectories: true)
        // Where sshd of root locks itself up; Debian makes it when the service starts.
        try? files.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: false)
        for name in ["host", "user", "other"] {
            try await run(
                "/usr/bin/ssh-keygen",
                "-qt",
                "ed25519",
                "-N",
                "",
                "-f",
                "\(folder)/\(name)"
            )
        }
        try files.copyItem(atPath: "\(folder)/user.pub", toPath: "\(folder)/authorized")
        let key = try String(contentsOfFile: "\(folder)/host.pub", encoding: .utf8)
        let shell = SecureShell(folder: folder)
        try shell.write("* \(key)", to: "known")
        try shell.write(shell.serverSettings, to: "server")
        try shell.write(
            shell.serverSettings + "ForceCommand PATH=/nowhere; docker version\n",
            to: "server-bare"
        )
        try shell.write(shell.clientSettings, to: "client")
        try shell.write(
            "#!/bin/sh\necho $$ >>'\(folder)/processes'\n"
                + "exec /usr/bin/ssh -F '\(folder)/client' \"$@\"\n",
            to: "ssh"
        )
        // A file that this process wrote cannot be run while a process that is being started
        // holds it open, too.
        try await run("/usr/bin/install", "-m", "700", "\(folder)/ssh", "\(folder)/bin/ssh")
        return shell
    }

    /// What `DOCKER_HOST` leads to; hosts are those of `clientSettings`.
    func endpoint(of host: String) throws -> EngineEndpoint {
        try EngineEndpoint.resolve(
            EngineSettings(environment: [
                "DOCKER_HOST": "ssh://\(host)", "PATH": "\(folder)/bin:/usr/bin:/bin",
            ])
        )
    }

    /// Whether a process of `ssh` that was started from here lives.
    var isRunning: Bool {
        let list = try? String(contentsOfFile: "\(folder)/processes", encoding: .utf8)
        return (list ?? "").split(separator: "\n").contains { kill(pid_t($0) ?? 0, 0) == 0 }
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    private var serverSettings: String {
        """
        HostKey \(folder)/host
        AuthorizedKeysFile \(folder)/authorized
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        StrictModes no
        UsePAM no
        PidFile none

        """
    }

    private var clientSettings: String {
        let server = "ProxyCommand /usr/sbin/sshd -i -E \(folder)/log -f \(folder)"
        return """
            Host stranger
                UserKnownHostsFile /dev/null
            Host refused
                IdentityFile \(folder)/other
            Host bare
                \(server)/server-bare
            Host *.invalid
                ProxyCommand none
            Host *
                \(server)/server
                IdentityFile \(folder)/user
                IdentitiesOnly yes
                IdentityAgent none
                UserKnownHostsFile \(folder)/known
                GlobalKnownHostsFile /dev/null

            """
    }

    private static func run(_ program: String, _ arguments: String...) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let status = try await withCheckedThrowingContinuation {
            (done: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { done.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        try #require(status == 0, "\(program) \(arguments)")
    }
}
