import ContainerEngine
import Glibc
import InitProtocol
import Synchronization
import Testing

@testable import Execution

/// The two ways to serve a container.
enum ContainerHostKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// `actlocal-init` as its first process.
    case initProgram
    /// `docker exec` beside a first process that waits.
    case exec

    var testDescription: String { self == .exec ? "docker exec" : "actlocal-init" }
}

/// A busybox container served by a step host, for the length of one test.
struct ContainerHost {
    let host: any StepHost
    let engine: Engine
    let container: String

    /// Whether tests that need a real engine can run; `ACTLOCAL_REQUIRE_DOCKER=1` forbids to skip.
    static var isExpected: Bool {
        getenv("ACTLOCAL_REQUIRE_DOCKER").map { String(cString: $0) } == "1"
            || (access("/var/run/docker.sock", W_OK) == 0 && access("/bin/busybox", X_OK) == 0)
    }

    /// Runs a test's body with a container of its own, and removes the container after it.
    static func with(
        _ kind: ContainerHostKind,
        _ body: (ContainerHost) async throws -> Void
    ) async throws {
        let engine = try await Engine.connect(
            to: EngineEndpoint(.unix(path: "/var/run/docker.sock"))
        )
        let image = try await BusyboxRoot.shared.image(on: engine)
        var definition = ContainerDefinition(image: image)
        definition.labels = ["actlocal.test": "hosts"]
        definition.network.mode = "none"
        definition.process.environment = ["FROM_CONTAINER=yes"]
        definition.lifecycle.logDriver = .none
        switch kind {
        case .initProgram:
            definition.process.entrypoint = ["/.actlocal/init"]
            definition.process.command = ["serve"]
            definition.streams = .attached
            definition.streams.closesInputAfterFirstClient = true
            definition.storage.mounts = [
                .bind(LocalHost.program, at: "/.actlocal/init", isReadOnly: true)
            ]
        case .exec:
            definition.process.entrypoint = ["/bin/sleep"]
            definition.process.command = ["100000"]
        }
        let id = try await engine.createContainer(definition)
        let result: Result<Void, any Error>
        do {
            let host: any StepHost
            if kind == .initProgram {
                let stream = try await engine.attach(to: id)
                try await engine.startContainer(id)
                host = try await InitStepHost(transport: AttachedInitTransport(stream))
            } else {
                try await engine.startContainer(id)
                host = try await ExecStepHost(engine: engine, container: id)
            }
            result = .success(
                try await body(ContainerHost(host: host, engine: engine, container: id))
            )
        } catch {
            result = .failure(error)
        }
        try await engine.alone { try await engine.removeContainer(id) }
        try result.get()
    }

    /// A request for a shell script.
    func sh(_ script: String) -> ProcessRequest {
        ProcessRequest(
            arguments: ["sh", "-c", script],
            environment: ["PATH": "/bin"],
            workingDirectory: "/box"
        )
    }

    /// Runs a shell script and gathers its output.
    func run(_ script: String) async throws -> (exit: ProcessExit, output: String) {
        try await run(sh(script))
    }

    /// Runs a request and gathers its output.
    func run(_ request: ProcessRequest) async throws -> (exit: ProcessExit, output: String) {
        let output = OutputLog()
        let exit = try await host.run(request) { await output.append($0) }
        return (exit, await output.text)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips the test, with a reason, where no container engine is.
    static var needsEngine: Self {
        .enabled(
            if: ContainerHost.isExpected,
            "needs a container engine at /var/run/docker.sock and /bin/busybox"
        )
    }
}

/// An image with only busybox in it, imported once for a run of the tests.
actor BusyboxRoot {
    static let shared = BusyboxRoot()
    private var importing: Task<String, any Error>?

    func image(on engine: Engine) async throws -> String {
        if let importing { return try await importing.value }
        let task = Task { try await BusyboxRoot.importImage(on: engine) }
        importing = task
        return try await task.value
    }

    private static func importImage(on engine: Engine) async throws -> String {
        let name = "actlocal-test-hosts:latest"
        var archive: [UInt8] = []
        func add(_ entry: TarEntry, _ bytes: [UInt8] = []) {
            archive += TarWriter.header(of: entry) + bytes + TarWriter.padding(after: entry)
        }
        for folder in ["bin", "etc", "box"] {
            add(TarEntry(path: folder, kind: .directory, mode: 0o755))
        }
        add(TarEntry(path: "tmp", kind: .directory, mode: 0o1777))
        let program = try await LocalHost.bytes(of: "/bin/busybox")
        add(
            TarEntry(
                path: "bin/busybox",
                kind: .file,
                mode: 0o755,
                size: UInt64(program.count)
            ),
            program
        )
        let tools = """
            sh cat echo sleep id env head wc ls true stat mkdir rmdir mv rm chown chmod dirname tr \
            grep kill ln touch sort sha256sum cut find yes pwd setsid
            """
        for tool in tools.split(separator: " ") {
            add(TarEntry(path: "bin/\(tool)", kind: .symbolicLink("busybox"), mode: 0o777))
        }
        for (path, text) in [
            ("etc/passwd", "root:x:0:0::/root:/bin/sh\nworker:x:1234:1235::/box:/bin/sh\n"),
            ("etc/group", "root:x:0:\nworker:x:1235:\nextra:x:1300:worker\n"),
        ] {
            let bytes = Array(text.utf8)
            add(
                TarEntry(path: path, kind: .file, mode: 0o644, size: UInt64(bytes.count)),
                bytes
            )
        }
        try await engine.importImage(
            .bytes(archive + TarWriter.end),
            as: name,
            changes: ["ENV FROM_IMAGE=yes PATH=/bin"]
        )
        return name
    }
}
