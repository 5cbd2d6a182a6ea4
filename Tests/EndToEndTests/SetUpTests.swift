import Foundation
import HostProcesses
import Testing

/// What `scripts/setup.sh` says before it does it, with programs of the system replaced.
@Suite("Set-up script", .timeLimit(.minutes(20)))
struct SetUpTests {
    private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("scripts/setup.sh")

    @Test("what needs root is said before it is done, and what it installs is said too")
    func root() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("actlocal-setup-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let programs = [
            "id": "echo 1000",
            "sudo": "[ \"$1\" = -n ] || echo done >> '\(folder.path)/sudo.log'",
            "pkg-config": "exit 1",
            "dpkg-query": "exit 1",
            "apt-get": "exit 0",
            "uname": "echo Linux",
        ]
        for (name, text) in programs {
            let file = folder.appendingPathComponent(name)
            try Data("#!/bin/sh\n\(text)\n".utf8).write(to: file)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755],
                ofItemAtPath: file.path
            )
        }
        let outcome = try await HostCommand(
            "bash",
            [Self.script.path, "libraries"],
            environment: ["PATH": "\(folder.path):/usr/bin:/bin", "HOME": folder.path],
            directory: folder.path
        ).run()
        let said = outcome.errorText
        #expect(said.contains("setup: as root: env DEBIAN_FRONTEND=noninteractive apt-get install"))
        #expect(said.contains("libyaml-dev"))
        let ran = try? String(
            contentsOf: folder.appendingPathComponent("sudo.log"),
            encoding: .utf8
        )
        #expect(ran?.isEmpty == false)
    }
}
