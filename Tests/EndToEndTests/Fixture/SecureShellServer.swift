import HostProcesses
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

/// A real server of ssh on the loopback, which lets one key in as the user that runs the tests.
struct SecureShellServer {
    /// What it needs, beside git.
    static let programs = [
        "/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen", "/usr/bin/ssh-agent",
    ]

    /// Where it listens.
    let port: Int
    /// The user it knows.
    let user: String
    /// The private key that it lets in.
    let key: String
    /// Another private key.
    let otherKey: String
    /// Its own key, as a line of known hosts.
    let knownHost: String

    /// Starts a server that ends with the fixture.
    static func start(in fixture: ProgramFixture) async throws -> SecureShellServer {
        let folder = fixture.folder + "/ssh"
        try #require(mkdir(folder, 0o700) == 0)
        // Where sshd of root locks itself up; Debian makes it when the service starts.
        mkdir("/run/sshd", 0o755)
        func read(_ name: String) throws -> String {
            let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
            return String(decoding: bytes, as: UTF8.self)
        }
        for name in ["server", "key", "other"] {
            try await fixture.execute(
                "/usr/bin/ssh-keygen",
                ["-qt", "ed25519", "-N", "", "-C", name, "-f", "\(folder)/\(name)"]
            )
        }
        let settings = """
            HostKey \(folder)/server
            AuthorizedKeysFile \(folder)/key.pub
            PermitRootLogin prohibit-password
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            StrictModes no
            UsePAM no
            PidFile \(folder)/pid

            """
        try fixture.write("../ssh/settings", settings)
        let port = try await listen(folder)
        // The file is there before its number is.
        func processID() -> pid_t? {
            let bytes = FileManager.default.contents(atPath: "\(folder)/pid") ?? Data()
            return pid_t(String(decoding: bytes, as: UTF8.self).prefix { $0.isNumber })
        }
        let deadline = ContinuousClock.now + .seconds(20)
        while processID() == nil, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
        let process = try #require(processID())
        fixture.onCleanUp { kill(process, SIGTERM) }
        let hostKey = try read("server.pub").split(separator: " ").prefix(2)
        return SecureShellServer(
            port: port,
            user: try await fixture.execute("id", ["-un"]).filter { !$0.isNewline },
            key: try read("key"),
            otherKey: try read("other"),
            knownHost: "[127.0.0.1]:\(port) \(hostKey.joined(separator: " "))"
        )
    }

    /// Starts it at a port that nobody listens at; it goes to the background once it listens.
    private static func listen(_ folder: String) async throws -> Int {
        var outcome: ProcessOutcome?
        // Another one may take the port before it does.
        for _ in 0..<5 {
            let port = try freePort()
            let listening = try await HostCommand(
                "/usr/sbin/sshd",
                [
                    "-f", "\(folder)/settings", "-E", "\(folder)/log",
                    "-o", "ListenAddress=127.0.0.1:\(port)",
                ],
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"]
            ).run()
            if listening.status.isSuccess { return port }
            outcome = listening
        }
        return try #require(nil as Int?, "\(outcome?.errorText ?? "sshd does not start")")
    }

    /// A port that nobody listens at.
    private static func freePort() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return try withUnsafeMutablePointer(to: &address) { address in
            try address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                try #require(bind(socket, address, size) == 0)
                try #require(getsockname(socket, address, &size) == 0)
            }
            return Int(UInt16(bigEndian: address.pointee.sin_port))
        }
    }
}
