import HostProcesses
import Testing

/// Small images of the tests' own, imported once for a machine.
actor TestImages {
    static let shared = TestImages()

    /// Only busybox with a shell and the usual tools.
    static let busybox = "actlocal-e2e-busybox:1"
    /// Only one static program, `/busybox`: no shell, no folder, no user.
    static let bare = "actlocal-e2e-bare:2"

    private var making: [String: Task<Void, any Error>] = [:]

    /// Sees to it that the engine has an image.
    func provide(_ image: String) async throws {
        let task = making[image] ?? Task { try await Self.make(image) }
        making[image] = task
        try await task.value
    }

    private static func make(_ image: String) async throws {
        let script =
            image == bare
            ? "cp /bin/busybox busybox"
            : """
            mkdir -p bin tmp etc && cp /bin/busybox bin/busybox
            for tool in $(bin/busybox --list); do ln -s busybox bin/$tool || true; done 2> /dev/null
            chmod 1777 tmp
            echo 'root:x:0:0::/root:/bin/sh' > etc/passwd
            echo 'worker:x:1234:1234::/home/worker:/bin/sh' >> etc/passwd
            """
        let whole = """
            set -e
            docker image inspect "$1" > /dev/null 2>&1 && exit 0
            folder=$(mktemp -d)
            trap 'rm -rf "$folder"' EXIT
            cd "$folder"
            \(script)
            tar -c . | docker import --change 'ENV FROM_IMAGE=yes' - "$1"
            """
        let outcome = try await HostCommand(
            "/bin/sh",
            ["-c", whole, "sh", image],
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent"]
        ).run()
        try #require(outcome.status.isSuccess, "importing \(image): \(outcome.errorText)")
    }
}
